package io.weft.pipeline.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.net.IpFamily;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.Names;
import io.weft.pipeline.Example;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.explain.Explanation.Assignment;
import io.weft.pipeline.explain.Explanation.Passage;
import io.weft.pipeline.explain.Explanation.Verdict;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.trace.AssumedConnections;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  private static final LocalPod FIRST = Example.pod(1, 1);
  private static final LocalPod SECOND = Example.pod(1, 2);

  @Test
  void aPacketToAPodIsDeliveredByThePortsName() {
    Explanation told = explain("10.244.1.12");
    assertThat(told.outcome().verdict()).isEqualTo(Verdict.DELIVERED);
    assertThat(told.outcome().reason())
        .isEqualTo("to Pod default/pod2 by port second; not judged by any policy");
    assertThat(told.passages()).extracting(Passage::table).startsWith("Classify", "PodGuard");
    assertThat(told.passages().getFirst().owner()).contains("Pod default/pod1");
    assertThat(told.passages().getFirst().changes()).contains(new Assignment("Entry", "Pod"));
    assertThat(passage(told, "Destination").changes())
        .contains(new Assignment("OutPort", "second"));
    assertThat(passage(told, "Track").changes())
        .contains(new Assignment("ct_state", "new|tracked"));
  }

  @Test
  void aPacketThatAPolicyDropsNamesThePolicy() {
    Explanation told = explain("10.244.1.12", isolating(List.of()));
    assertThat(told.outcome().verdict()).isEqualTo(Verdict.DROPPED);
    assertThat(told.outcome().reason())
        .isEqualTo(
            "IngressRules: isolated by policy, and no rule allowed it"
                + " (ingress by default/shut)");
    assertThat(passage(told, "Destination").changes())
        .contains(new Assignment("DestinationSet", "ingress by default/shut"));
  }

  @Test
  void aPacketThatARuleAllowsNamesTheRule() {
    Explanation told =
        explain("10.244.1.12", isolating(List.of(new NetworkPolicy.Rule(0, List.of(), List.of()))));
    assertThat(told.outcome().verdict()).isEqualTo(Verdict.DELIVERED);
    assertThat(told.outcome().rules()).containsExactly("default/shut ingress[0]");
    assertThat(told.outcome().reason()).endsWith("allowed by default/shut ingress[0]");
  }

  @Test
  void aPacketToAnotherNodeNamesTheNodeAndTheTunnelsEnd() {
    Explanation told = explain("10.244.2.11");
    assertThat(told.outcome().verdict()).isEqualTo(Verdict.TO_TUNNEL);
    assertThat(told.outcome().tunnelTo()).contains(Example.ip("192.168.0.2"));
    assertThat(told.outcome().reason()).startsWith("to node node2 by the tunnel to 192.168.0.2; ");
  }

  @Test
  void aPacketToTheOutsideGoesToTheNodesNetworkStack() {
    assertThat(explain("192.0.2.9").outcome().verdict()).isEqualTo(Verdict.TO_NODE);
  }

  @Test
  void aPacketToNobodyIsExplainedByItsTable() {
    Explanation told = explain("10.244.1.99");
    assertThat(told.outcome().verdict()).isIn(Verdict.DROPPED, Verdict.TO_AGENT);
    assertThat(told.outcome().reason()).contains("no such address in a range that is ours");
  }

  private static Passage passage(Explanation told, String table) {
    return told.passages().stream().filter(p -> p.table().equals(table)).findFirst().orElseThrow();
  }

  private static NetworkPolicy isolating(List<NetworkPolicy.Rule> rules) {
    return new NetworkPolicy(
        "default", "shut", LabelSelector.EVERYTHING, true, false, rules, List.of(), List.of());
  }

  private static Explanation explain(String to, NetworkPolicy... policies) {
    PipelineCompiler compiler = new PipelineCompiler(Example.facts(1));
    List<PipelineChange> changes = new ArrayList<>();
    for (NetworkPolicy policy : policies) {
      changes.add(new PipelineChange.Cluster(new ClusterChange.Put(policy)));
    }
    changes.add(new PipelineChange.Cluster(new ClusterChange.Put(Example.node(2))));
    changes.add(new PipelineChange.Attach(FIRST));
    changes.add(new PipelineChange.Attach(SECOND));
    assertThat(compiler.apply(changes).isEmpty()).isFalse();
    Doorways doorways =
        Doorways.of(
            Example.facts(1),
            List.of(FIRST, SECOND),
            List.of(RemoteNode.of(Example.node(2)).orElseThrow()));
    FlowProgram program = compiler.program();
    Evaluator evaluator =
        new Evaluator(
            new FlowTables(program.flows().values(), program.groups().values()),
            new AssumedConnections(List.of()),
            BucketChoice.first());
    Packet packet =
        Packet.of(
            Match.tcp(IpFamily.IPV4)
                .with(Field.IPV4_SRC, Example.ip("10.244.1.11"))
                .with(Field.IPV4_DST, Example.ip(to))
                .with(Field.IP_TTL, 64)
                .with(Field.TCP_SRC, 40000)
                .with(Field.TCP_DST, 80)
                .with(Field.TCP_FLAGS, 2));
    Names names = new Names(Map.of(), Map.of(SECOND.port(), "second", new OfPort(1), "weft-gw"));
    return new Explainer(compiler, doorways, names)
        .explain(evaluator.run(doorways.fromPod(FIRST, packet)));
  }
}
