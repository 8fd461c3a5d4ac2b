package io.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.DoesNotExist;
import io.weft.cluster.LabelSelector.Exists;
import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.NotIn;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PolicyTest {

  private static final Labels RED = Labels.of(Map.of("team", "red"));
  private static final LabelSelector WEB = LabelSelector.matchLabels(Map.of("app", "web"));

  private static LabelSet labelSet(String namespace, Map<String, String> labels) {
    return new LabelSet(namespace, Labels.of(labels), NamedPorts.NONE);
  }

  private static PodSelector peer(Peer.Pods peer) {
    return Policy.of(Policies.ingress("x", "p", peer))
        .ingress()
        .getFirst()
        .peers()
        .selectors()
        .first();
  }

  @Test
  void withoutANamespaceSelectorThePolicysOwnNamespaceIsMeant() {
    PodSelector selector = peer(new Peer.Pods(Optional.empty(), Optional.of(WEB)));
    assertThat(selector.matches(labelSet("x", Map.of("app", "web")), RED)).isTrue();
    assertThat(selector.matches(labelSet("y", Map.of("app", "web")), RED)).isFalse();
    assertThat(selector.matches(labelSet("x", Map.of()), RED)).isFalse();
    assertThat(selector).hasToString("x/app=web");
  }

  @Test
  void anEmptyNamespaceSelectorMeansAllNamespaces() {
    PodSelector selector =
        peer(new Peer.Pods(Optional.of(LabelSelector.EVERYTHING), Optional.empty()));
    assertThat(selector.matches(labelSet("y", Map.of()), Labels.NONE)).isTrue();
    assertThat(selector).hasToString("{*}/*");
  }

  @Test
  void bothSelectorsOfAPeerMustMatch() {
    PodSelector selector =
        peer(
            new Peer.Pods(
                Optional.of(LabelSelector.matchLabels(Map.of("team", "red"))), Optional.of(WEB)));
    assertThat(selector.matches(labelSet("y", Map.of("app", "web")), RED)).isTrue();
    assertThat(selector.matches(labelSet("y", Map.of("app", "web")), Labels.NONE)).isFalse();
    assertThat(selector.matches(labelSet("y", Map.of()), RED)).isFalse();
  }

  @Test
  void theOrderOfRequirementsDoesNotMatter() {
    LabelSelector one =
        new LabelSelector(List.of(new Exists("a"), new In("b", "2", "1"), new Exists("a")));
    LabelSelector two = new LabelSelector(List.of(new In("b", "1", "2"), new Exists("a")));
    assertThat(PodSelector.within("x", one)).isEqualTo(PodSelector.within("x", two));
    assertThat(PodSelector.within("x", one)).hasToString("x/a,b in (1,2)");
    assertThat(
            PodSelector.within(
                "x", new LabelSelector(List.of(new DoesNotExist("a"), new NotIn("b", "1")))))
        .hasToString("x/!a,b notin (1)");
  }

  @Test
  void aSelectorHasOneNamespaceOrSelectsNamespaces() {
    assertThatThrownBy(() -> new PodSelector(Optional.of("x"), WEB, WEB))
        .hasMessageContaining("namespace x");
  }

  @Test
  void aBlockDoesNotContainItsExceptions() {
    IpBlock block =
        new IpBlock(
            IpPrefix.parse("10.0.0.0/8"),
            new TreeSet<>(List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("10.1.2.0/24"))));
    assertThat(block.contains(IpAddress.parse("10.2.0.1"))).isTrue();
    assertThat(block.contains(IpAddress.parse("10.1.2.1"))).isFalse();
    assertThat(block.contains(IpAddress.parse("192.0.2.1"))).isFalse();
    assertThat(block).hasToString("10.0.0.0/8-[10.1.0.0/16]");
    assertThat(new IpBlock(IpPrefix.parse("10.0.0.0/8"), new TreeSet<>()))
        .hasToString("10.0.0.0/8");
  }

  @Test
  void rulesKnowWhereTheyStand() {
    NetworkPolicy policy = Policies.ingress("x", "p");
    PolicyRule rule = Policy.of(policy).ingress().getFirst();
    assertThat(rule.id()).hasToString("NetworkPolicy x/p ingress[0]");
    assertThat(rule.peers().everyone()).isTrue();
    assertThat(rule.id())
        .isLessThan(new RuleId(policy.key(), Direction.EGRESS, 0))
        .isLessThan(new RuleId(policy.key(), Direction.INGRESS, 1))
        .isGreaterThan(new RuleId(ObjectKey.networkPolicy("x", "o"), Direction.INGRESS, 3));
  }

  @Test
  void labelSetsReadAsTheyAre() {
    assertThat(labelSet("x", Map.of("b", "2", "a", ""))).hasToString("x/a=,b=2");
    assertThat(labelSet("x", Map.of())).hasToString("x/");
  }
}
