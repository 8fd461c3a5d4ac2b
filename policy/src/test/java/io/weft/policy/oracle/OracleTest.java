package io.weft.policy.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.Node;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OracleTest {

  private static final Pod A = pod("x", "a", "10.244.1.10", false, Pod.Phase.RUNNING);
  private static final Pod B = pod("x", "b", "10.244.1.11", false, Pod.Phase.RUNNING);
  private static final Pod HOST = pod("x", "host", "192.0.2.1", true, Pod.Phase.RUNNING);

  private static Pod pod(String ns, String name, String ip, boolean host, Pod.Phase phase) {
    return new Pod(
        ns,
        name,
        "",
        Labels.of(Map.of("pod", name)),
        Optional.of("n1"),
        host,
        phase,
        false,
        List.of(IpAddress.parse(ip)),
        List.of(new Pod.ContainerPort("web", Protocol.TCP, 80)));
  }

  private static Node node(int number) {
    return new Node(
        "n" + number,
        Labels.NONE,
        List.of(IpAddress.parse("192.0.2." + number)),
        List.of(),
        List.of(IpPrefix.parse("10.244." + number + ".0/24")));
  }

  private static NetworkPolicy policy(boolean ingress, boolean egress, Rule... rules) {
    return new NetworkPolicy(
        "x",
        "p",
        LabelSelector.EVERYTHING,
        ingress,
        egress,
        ingress ? List.of(rules) : List.of(),
        egress ? List.of(rules) : List.of(),
        List.of());
  }

  private static Verdict judge(
      String source, String destination, int port, ClusterObject... objects) {
    List<ClusterObject> all = new ArrayList<>(List.of(objects));
    all.addAll(List.of(A, B, HOST, node(1), node(2)));
    return new Oracle(ClusterState.of(all))
        .judge(
            new Question(
                IpAddress.parse(source), IpAddress.parse(destination), Protocol.TCP, port));
  }

  @Test
  void withoutPoliciesEveryoneTalksToEveryone() {
    assertThat(judge("10.244.1.10", "10.244.1.11", 80))
        .isEqualTo(
            new Verdict(
                true,
                List.of(
                    "egress of Pod x/a: no policy isolates it",
                    "ingress of Pod x/b: no policy isolates it")));
    assertThat(judge("198.51.100.1", "192.0.2.1", 80).reasons())
        .containsExactly("neither side is a Pod with a network of its own");
  }

  @Test
  void bothSidesMustAgreeAndTheReasonNamesTheOneThatDoesNot() {
    assertThat(judge("10.244.1.10", "10.244.1.11", 80, policy(false, true)))
        .isEqualTo(
            new Verdict(
                false,
                List.of(
                    "egress of Pod x/a: isolated by NetworkPolicy x/p, and no rule allows it",
                    "ingress of Pod x/b: no policy isolates it")));
  }

  @Test
  void onlyThePodsOwnNodeAlwaysGetsInAndOut() {
    NetworkPolicy closed = policy(true, true);
    for (String own : List.of("192.0.2.1", "10.244.1.1")) {
      assertThat(judge(own, "10.244.1.10", 80, closed).allowed()).isTrue();
      assertThat(judge("10.244.1.10", own, 80, closed).allowed()).isTrue();
    }
    for (String foreign : List.of("192.0.2.2", "10.244.2.1", "10.244.1.2", "198.51.100.1")) {
      assertThat(judge(foreign, "10.244.1.10", 80, closed).allowed()).as(foreign).isFalse();
      assertThat(judge("10.244.1.10", foreign, 80, closed).allowed()).as(foreign).isFalse();
    }
    assertThat(judge("10.244.1.10", "10.244.1.10", 80, closed).allowed()).isTrue();
  }

  @Test
  void hostNetworkPodsAreNoPeersByLabels() {
    Rule everyPod =
        new Rule(
            0,
            List.of(new Peer.Pods(Optional.of(LabelSelector.EVERYTHING), Optional.empty())),
            List.of());
    Pod remoteHost =
        new Pod(
            "x",
            "remote",
            "",
            Labels.NONE,
            Optional.of("n2"),
            true,
            Pod.Phase.RUNNING,
            false,
            List.of(IpAddress.parse("192.0.2.2")),
            List.of());
    assertThat(
            judge("192.0.2.2", "10.244.1.10", 80, policy(true, false, everyPod), remoteHost)
                .allowed())
        .isFalse();
    assertThat(judge("10.244.1.11", "10.244.1.10", 80, policy(true, false, everyPod)).reasons())
        .last()
        .isEqualTo("ingress of Pod x/a: allowed by NetworkPolicy x/p ingress[0]");
  }

  @Test
  void aBlockMatchesPodsTooButNotItsExceptions() {
    Rule block =
        new Rule(
            0,
            List.of(
                new Peer.IpBlock(
                    IpPrefix.parse("10.244.0.0/16"), List.of(IpPrefix.parse("10.244.1.11/32")))),
            List.of());
    NetworkPolicy policy = policy(true, false, block);
    assertThat(judge("10.244.1.10", "10.244.1.11", 80, policy).allowed()).isTrue();
    assertThat(judge("10.244.1.11", "10.244.1.10", 80, policy).allowed()).isFalse();
  }

  @Test
  void portsAreNumbersRangesAndNamesOfTheReceiver() {
    Rule rule =
        new Rule(
            0,
            List.of(),
            List.of(
                new Port(
                    Protocol.TCP, Optional.of(new PortReference.Named("web")), OptionalInt.empty()),
                new Port(
                    Protocol.TCP, Optional.of(new PortReference.Numbered(90)), OptionalInt.of(92)),
                new Port(Protocol.UDP, Optional.empty(), OptionalInt.empty())));
    NetworkPolicy policy = policy(false, true, rule);
    assertThat(judge("10.244.1.10", "10.244.1.11", 80, policy).allowed()).isTrue();
    assertThat(judge("10.244.1.10", "10.244.1.11", 92, policy).allowed()).isTrue();
    assertThat(judge("10.244.1.10", "10.244.1.11", 93, policy).allowed()).isFalse();
    assertThat(judge("10.244.1.10", "198.51.100.1", 80, policy).allowed()).isFalse();
    assertThat(judge("10.244.1.10", "198.51.100.1", 91, policy).allowed()).isTrue();
  }

  @Test
  void whoHasEndedOwnsNoAddress() {
    Pod ended = pod("x", "0-ended", "10.244.1.50", false, Pod.Phase.SUCCEEDED);
    Pod now = pod("y", "now", "10.244.1.50", false, Pod.Phase.RUNNING);
    assertThat(judge("10.244.1.50", "10.244.1.10", 80, ended, now, policy(false, true)).allowed())
        .isTrue();
    assertThat(judge("10.244.1.50", "10.244.1.10", 80, ended, policy(false, true)).allowed())
        .isTrue();
  }

  @Test
  void aQuestionIsAboutOneFamily() {
    assertThatThrownBy(() ->
            new Question(IpAddress.parse("10.0.0.1"), IpAddress.parse("fd00::1"), Protocol.TCP, 80))
        .hasMessageContaining("two families");
  }
}
