package io.weft.pipeline.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.pipeline.Example;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What changes cost in flows. Counts are exact, so that a change for the worse is seen.
class PolicyBudgetTest {

  private static final String NAMESPACE = "default";
  private static final int PEER_SETS = 20;

  private PipelineCompiler compiler = new PipelineCompiler(Example.facts(1));

  private FlowDiff apply(ClusterObject... objects) {
    return compiler.apply(
        List.of(objects).stream()
            .<PipelineChange>map(o -> new PipelineChange.Cluster(new ClusterChange.Put(o)))
            .toList());
  }

  private static Pod pod(String name, Map<String, String> labels, IpAddress... ips) {
    return new Pod(
        NAMESPACE,
        name,
        "",
        Labels.of(labels),
        Optional.of("node2"),
        false,
        Pod.Phase.RUNNING,
        false,
        List.of(ips),
        List.of());
  }

  private static NetworkPolicy policy(String name, LabelSelector pods, String peer) {
    Peer from =
        new Peer.Pods(
            Optional.empty(), Optional.of(LabelSelector.matchLabels(Map.of("app", peer))));
    List<Rule> rules = List.of(new Rule(0, List.of(from), List.of()));
    return new NetworkPolicy(NAMESPACE, name, pods, true, true, rules, rules, List.of());
  }

  private static ClusterObject[] policies(int count) {
    ClusterObject[] policies = new ClusterObject[count];
    for (int i = 0; i < count; i++) {
      policies[i] = policy("np" + i, LabelSelector.EVERYTHING, "app" + i % 20);
    }
    return policies;
  }

  private static ClusterObject[] peers(int count) {
    ClusterObject[] pods = new ClusterObject[count];
    for (int i = 0; i < count; i++) {
      pods[i] = pod("peer" + i, Map.of("app", "app" + i % 20), ip(i));
    }
    return pods;
  }

  private static IpAddress ip(int i) {
    return Example.ip("10.245.0.0").plus(i);
  }

  private static Set<Integer> tables(FlowDiff diff) {
    return diff.changes().stream()
        .map(change ->
            switch (change) {
              case Change.AddFlow(Flow flow) -> flow.table();
              case Change.ModifyFlow(Flow flow) -> flow.table();
              case Change.DeleteFlow(Flow.Key key) -> key.table();
              default -> throw new AssertionError("not a flow: " + change);
            })
        .collect(Collectors.toSet());
  }

  private FlowDiff attach(LocalPod pod) {
    return compiler.apply(List.of(new PipelineChange.Attach(pod)));
  }

  /// @param selfTranslation whether conntrack can be asked whether a tuple is taken
  /// @param free what the Pod costs without any policy
  /// @param judged what it costs under policies, with labels that another Pod has, too
  @ParameterizedTest
  @CsvSource({
    "true, 6, 7, 10.244.1.11",
    "true, 6, 7, fd00:10:244:1::11",
    "true, 11, 13, 10.244.1.11 fd00:10:244:1::11",
    "false, 7, 8, 10.244.1.11",
    "false, 7, 8, fd00:10:244:1::11",
    "false, 13, 15, 10.244.1.11 fd00:10:244:1::11"
  })
  void aPodThatAThousandPoliciesSelectCostsAtMostEightFlowsPerFamily(
      boolean selfTranslation, int free, int judged, String addresses) {
    compiler = new PipelineCompiler(Example.facts(1).withOptions(Example.options(selfTranslation)));
    IpAddress[] ips = Stream.of(addresses.split(" ")).map(Example::ip).toArray(IpAddress[]::new);
    Map<String, String> labels = Map.of("app", "app3", "unique", "yes");
    attach(Example.pod(1, 9));
    apply(peers(20));
    apply(pod("pod1", labels));
    assertThat(attach(Example.pod(1, ips)).changes()).hasSize(free);
    compiler.apply(List.of(new PipelineChange.Detach("pod1")));
    apply(policies(1000));
    // a row more for its labels, which nobody else has
    FlowDiff alone = attach(Example.pod(1, ips));
    assertThat(alone.changes()).hasSize(judged + 1);
    assertThat(tables(alone))
        .contains(Table.PEER_LABELS.number(), Table.PEER_IDENTITY.number())
        .doesNotContain(Table.EGRESS_RULES.number(), Table.INGRESS_RULES.number());
    FlowDiff gone = compiler.apply(List.of(new PipelineChange.Detach("pod1")));
    assertThat(gone.changes()).hasSize(judged + 1);
    apply(pod("twin", labels, ip(99)));
    assertThat(attach(Example.pod(1, ips)).changes())
        .hasSize(judged)
        .hasSizeLessThanOrEqualTo(8 * ips.length);
  }

  @Test
  void aPodElsewhereCostsARowPerFamilyWherePodsAreJudgedAndElseNothing() {
    attach(Example.pod(1, 9));
    assertThat(apply(pod("far", Map.of("app", "app1"), ip(1))).changes()).isEmpty();
    apply(policies(1000));
    apply(pod("near", Map.of("app", "app2"), ip(2)));
    FlowDiff diff =
        apply(pod("another", Map.of("app", "app2"), ip(3), Example.ip("fd00:10:244:2::3")));
    assertThat(diff.changes()).hasSize(2);
    assertThat(tables(diff)).containsExactly(Table.PEER_LABELS.number());
  }

  @Test
  void aPolicyCostsWhatItsPeersLabelSetsAreNotHowManyPodsThereAre() {
    attach(Example.pod(1, 9));
    apply(new Namespace(NAMESPACE, Labels.of(Map.of("team", "red"))));
    apply(policies(PEER_SETS));
    List<Integer> costs = new ArrayList<>();
    for (int peers : new int[] {20, 1000, 10_000}) {
      apply(peers(peers));
      Peer everyone = new Peer.Pods(Optional.of(LabelSelector.EVERYTHING), Optional.empty());
      List<Rule> rules = List.of(new Rule(0, List.of(everyone), List.of()));
      NetworkPolicy added =
          new NetworkPolicy(
              NAMESPACE, "added", LabelSelector.EVERYTHING, true, true, rules, rules, List.of());
      costs.add(apply(added).changes().size());
      compiler.apply(List.of(new PipelineChange.Cluster(new ClusterChange.Delete(added.key()))));
    }
    assertThat(costs).as("20, 1000, 10000 peers").containsOnly(costs.getFirst());
    // Each label set: its row, and the flows of its old and new identity in both directions. The
    // one
    // Pod here: its sets, old and new, in its own three flows, and its own identity. The two rules.
    assertThat(costs.getFirst()).isEqualTo(PEER_SETS * 5 + 2 * 4 + 3 + 3 + 2);
  }

  @Test
  void aRelabelledPodTouchesNoFlowOfAnyRule() {
    attach(Example.pod(1, 9));
    apply(policies(1000));
    apply(peers(40));
    FlowDiff diff = apply(pod("peer3", Map.of("app", "app4"), ip(3)));
    assertThat(diff.changes()).hasSize(1);
    assertThat(tables(diff)).containsExactly(Table.PEER_LABELS.number());
  }

  @Test
  void aRelabelledNamespaceTouchesNoAddress() {
    attach(Example.pod(1, 9));
    Peer red =
        new Peer.Pods(
            Optional.of(LabelSelector.matchLabels(Map.of("team", "red"))), Optional.empty());
    List<Rule> rules = List.of(new Rule(0, List.of(red), List.of()));
    apply(
        new NetworkPolicy(
            NAMESPACE, "red", LabelSelector.EVERYTHING, true, false, rules, List.of(), List.of()));
    apply(peers(1000));
    apply(new Namespace(NAMESPACE, Labels.of(Map.of("team", "red"))));
    FlowDiff diff = apply(new Namespace(NAMESPACE, Labels.of(Map.of("team", "blue"))));
    assertThat(tables(diff)).doesNotContain(Table.PEER_LABELS.number());
    assertThat(diff.changes()).hasSizeLessThanOrEqualTo(25);
  }

  @Test
  void everyFlowOfAPolicyCanBeNamed() {
    attach(Example.pod(1, 9));
    apply(peers(3));
    apply(policies(3));
    compiler
        .program()
        .flows()
        .values()
        .forEach(flow ->
            assertThat(Cookie.parse(flow.cookie()).flatMap(compiler::name))
                .as("%s", flow)
                .isPresent());
    assertThat(compiler.policies().status(ObjectKey.networkPolicy(NAMESPACE, "np0")))
        .hasValueSatisfying(status -> assertThat(status.inForce()).isTrue());
  }
}
