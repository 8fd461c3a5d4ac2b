package io.weft.lab.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.state.KubernetesObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final List<KubernetesObject> POLICIES = Policies.of("client", "server", 8080);

  private static int rules(KubernetesObject policy) {
    return policy.spec("ingress").size() + policy.spec("egress").size();
  }

  @Test
  void thereAreTenThousandRulesAndOneInEachDirectionThatAllows() {
    assertThat(POLICIES.stream().mapToInt(PoliciesTest::rules).sum()).isEqualTo(Policies.RULES + 2);
  }

  @Test
  void everyRuleHasAPeerOfItsOwn() {
    Stream<String> peers =
        POLICIES.stream()
            .flatMap(policy ->
                Stream.concat(
                    policy.spec("ingress").valueStream().map(rule -> rule.path("from")),
                    policy.spec("egress").valueStream().map(rule -> rule.path("to"))))
            .map(Object::toString);
    assertThat(peers).doesNotHaveDuplicates();
  }
}
