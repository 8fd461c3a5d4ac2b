package io.weft.kubernetes.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PolicyConverterTest {

  /// The policy with this spec, faults and all.
  private static NetworkPolicy policy(String spec) {
    Conversion conversion =
        Yaml.convert(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace:"
                + " x}\nspec: "
                + spec);
    if (conversion instanceof Conversion.Read(NetworkPolicy policy, var faults)) {
      assertThat(policy.faults()).hasSameSizeAs(faults);
      return policy;
    }
    throw new AssertionError(conversion.toString());
  }

  @Test
  void absentTypesMeanIngressAndEgressOnlyWithEgressRules() {
    NetworkPolicy bare = policy("{podSelector: {}}");
    assertThat(bare.isolatesIngress()).isTrue();
    assertThat(bare.isolatesEgress()).isFalse();
    assertThat(bare.podSelector()).isEqualTo(LabelSelector.EVERYTHING);
    assertThat(policy("{podSelector: {}, egress: []}").isolatesEgress()).isFalse();
    assertThat(policy("{podSelector: {}, egress: [{}]}").isolatesEgress()).isTrue();
    assertThat(policy("{podSelector: {}, egress: [{}]}").isolatesIngress()).isTrue();
  }

  @Test
  void rulesOfADirectionThatIsNotIsolatedDoNotCount() {
    NetworkPolicy policy =
        policy("{podSelector: {}, policyTypes: [Egress], ingress: [{}], egress: [{}]}");
    assertThat(policy.ingress()).isEmpty();
    assertThat(policy.egress()).hasSize(1);
    assertThat(policy.isolatesIngress()).isFalse();
  }

  @Test
  void anAbsentSelectorIsNotAnEmptyOne() {
    NetworkPolicy policy =
        policy(
            "{podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}},"
                + " {podSelector: {matchLabels: {a: b}}, namespaceSelector: null}]}]}");
    assertThat(policy.ingress().getFirst().peers())
        .containsExactly(
            new Peer.Pods(Optional.empty(), Optional.of(LabelSelector.EVERYTHING)),
            new Peer.Pods(Optional.of(LabelSelector.EVERYTHING), Optional.empty()),
            new Peer.Pods(
                Optional.empty(), Optional.of(LabelSelector.matchLabels(Map.of("a", "b")))));
  }

  @Test
  void everyOperatorIsRead() {
    NetworkPolicy policy =
        policy(
            """
            {podSelector: {matchLabels: {z: "1"}, matchExpressions: [
              {key: a, operator: In, values: [x, y]}, {key: b, operator: NotIn, values: [x]},
              {key: c, operator: Exists}, {key: d, operator: DoesNotExist, values: []}]}}
            """);
    assertThat(policy.podSelector().requirements())
        .containsExactly(
            new LabelSelector.In("z", "1"),
            new LabelSelector.In("a", "x", "y"),
            new LabelSelector.NotIn("b", "x"),
            new LabelSelector.Exists("c"),
            new LabelSelector.DoesNotExist("d"));
  }

  @Test
  void portsAndBlocksAreRead() {
    NetworkPolicy policy =
        policy(
            """
            {podSelector: {}, policyTypes: [Ingress], ingress: [{
              from: [{ipBlock: {cidr: 10.1.2.3/16, except: [10.1.9.0/24]}}],
              ports: [{port: 80}, {port: web, protocol: SCTP}, {protocol: UDP}, {port: 100, endPort: 200}]}]}
            """);
    NetworkPolicy.Rule rule = policy.ingress().getFirst();
    assertThat(rule.peers())
        .containsExactly(
            new Peer.IpBlock(
                IpPrefix.parse("10.1.0.0/16"), List.of(IpPrefix.parse("10.1.9.0/24"))));
    assertThat(rule.ports())
        .containsExactly(
            new Port(
                Protocol.TCP, Optional.of(new PortReference.Numbered(80)), OptionalInt.empty()),
            new Port(
                Protocol.SCTP, Optional.of(new PortReference.Named("web")), OptionalInt.empty()),
            new Port(Protocol.UDP, Optional.empty(), OptionalInt.empty()),
            new Port(
                Protocol.TCP, Optional.of(new PortReference.Numbered(100)), OptionalInt.of(200)));
  }

  @Test
  void aBrokenRuleAllowsNothingAndTheOthersStand() {
    NetworkPolicy policy =
        policy("{podSelector: {}, ingress: [{ports: [{port: 70000}]}, {ports: [{port: 80}]}]}");
    assertThat(policy.ingress()).extracting(NetworkPolicy.Rule::index).containsExactly(1);
    assertThat(policy.isolatesIngress()).isTrue();
    assertThat(policy.faults())
        .containsExactly("spec.ingress[0].ports[0].port: \"70000\": give a port from 1 to 65535");
  }

  @Test
  void everyFaultOfAPeerOrPortClosesItsRule() {
    for (String rule :
        List.of(
            "{from: [{}]}",
            "{from: [{fqdn: example.org}]}",
            "{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}",
            "{from: [{ipBlock: {cidr: nonsense}}]}",
            "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [192.168.0.0/16]}}]}",
            "{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}",
            "{from: [{podSelector: {matchExpressions: [{key: a, operator: In}]}}]}",
            "{from: [{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}]}",
            "{from: [{podSelector: {matchExpressions: [{key: a, operator: Gt, values: ['1']}]}}]}",
            "{ports: [{protocol: ICMP}]}",
            "{ports: [{port: '80'}]}",
            "{ports: [{port: a--b}]}",
            "{ports: [{port: 80, endPort: 79}]}",
            "{ports: [{port: web, endPort: 90}]}",
            "{ports: [{endPort: 90}]}",
            "{ports: 80}")) {
      NetworkPolicy policy = policy("{podSelector: {}, ingress: [" + rule + "]}");
      assertThat(policy.ingress()).as(rule).isEmpty();
      assertThat(policy.faults()).as(rule).hasSize(1);
      assertThat(policy.isolatesIngress()).isTrue();
    }
  }

  @Test
  void aSelectionThatCannotBeReadClosesTheNamespace() {
    NetworkPolicy policy =
        policy("{podSelector: {matchExpressions: [{key: a, operator: Near}]}, ingress: [{}]}");
    assertThat(policy.podSelector()).isEqualTo(LabelSelector.EVERYTHING);
    assertThat(policy.ingress()).isEmpty();
    assertThat(policy.isolatesIngress()).isTrue();
    assertThat(policy.faults()).hasSize(1);
  }

  @Test
  void aDirectionThatCannotBeReadClosesBoth() {
    NetworkPolicy policy = policy("{podSelector: {}, policyTypes: [Ingres], ingress: [{}]}");
    assertThat(policy.isolatesIngress()).isTrue();
    assertThat(policy.isolatesEgress()).isTrue();
    assertThat(policy.egress()).isEmpty();
    assertThat(policy.faults()).hasSize(1);
    assertThat(policy("{podSelector: {}, ingress: 5}").isolatesIngress()).isTrue();
  }
}
