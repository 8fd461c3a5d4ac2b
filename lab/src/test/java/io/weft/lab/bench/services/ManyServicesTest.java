package io.weft.lab.bench.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManyServicesTest {

  private static final ManyServices TWO = new ManyServices(2, 3);

  @Test
  void noTwoEndpointsAndNoTwoServicesHaveOneAddress() {
    ManyServices many = ManyServices.TEN_THOUSAND;
    Set<IpAddress> addresses = new HashSet<>();
    for (int i = 0; i < many.services(); i++) {
      addresses.add(ManyServices.clusterIp(i));
      addresses.addAll(many.addresses(i, 0));
      addresses.addAll(many.addresses(i, 7));
    }
    assertThat(addresses).hasSize(many.services() * (1 + many.endpoints() + 1));
  }

  @Test
  void anotherGenerationExchangesOneEndpoint() {
    List<IpAddress> before = TWO.addresses(1, 0);
    List<IpAddress> after = TWO.addresses(1, 1);
    assertThat(after).hasSameSizeAs(before);
    assertThat(after.getFirst()).isNotEqualTo(before.getFirst());
    assertThat(after.subList(1, 3)).isEqualTo(before.subList(1, 3));
  }

  @Test
  void theProxyHasARuleByServiceAndThreeByEndpoint() {
    String rules = new ProxyRules(TWO).all(List.of());
    assertThat(rules.lines().filter(line -> line.startsWith("-A KUBE-SERVICES"))).hasSize(2 + 1);
    assertThat(rules.lines().filter(line -> line.startsWith("-A KUBE-SVC-"))).hasSize(2 * (1 + 3));
    assertThat(rules.lines().filter(line -> line.startsWith("-A KUBE-SEP-"))).hasSize(2 * 3 * 2);
    assertThat(rules).contains("--probability 0.3333333333", "--probability 0.5000000000");
  }

  @Test
  void aChangeOfOneServiceWritesItsChainsAlone() {
    String rules = new ProxyRules(TWO).one(1, 1);
    assertThat(rules.lines().filter(line -> line.startsWith(":"))).hasSize(1 + 3);
    assertThat(rules).contains("service-1").doesNotContain("service-0", "KUBE-SERVICES");
  }
}
