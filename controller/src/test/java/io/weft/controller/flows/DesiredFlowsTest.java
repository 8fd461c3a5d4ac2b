package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.Labels;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DesiredFlowsTest {

  private static final NodeFacts FACTS =
      new NodeFacts(
          "n1",
          new NodeFacts.Gateway(OfPort.ofShort(1), MacAddress.parse("02:00:00:00:00:01")),
          Optional.of(new NodeFacts.Tunnel(OfPort.ofShort(2), IpAddress.parse("192.0.2.1"))),
          List.of(IpAddress.parse("192.0.2.1")),
          List.of(IpPrefix.parse("10.0.1.0/24")),
          List.of(),
          NodeFacts.Options.DEFAULT);

  private final Vertx vertx = Vertx.vertx();
  private final List<PipelineChange> known = new ArrayList<>();
  private final DesiredFlows desired =
      new DesiredFlows(
          new FlowLoop(
              vertx,
              new FlowLoop.Bridge(() -> {}, _ -> {}, Future::succeededFuture, () -> Names.NONE),
              Duration.ZERO),
          () -> List.copyOf(known),
          DesiredFlowsTest::throwingAtTheBadNode);

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  @Test
  void aBatchAtWhichTheCompilerThrowsIsInForceButForTheObjectAtFault() {
    desired.facts(FACTS);
    say(put("a", 2), put("bad", 3), put("b", 4));
    assertThat(program()).isEqualTo(compiled(put("a", 2), put("b", 4)));
    assertThat(desired.leftOut()).containsOnlyKeys(ObjectKey.node("bad").toString());
  }

  @Test
  void theFirstProgramIsMadeWithoutTheObjectAtFault() {
    known.addAll(List.of(put("bad", 3), put("a", 2)));
    desired.facts(FACTS);
    assertThat(program()).isEqualTo(compiled(put("a", 2)));
    assertThat(desired.leftOut()).hasSize(1);
  }

  @Test
  void laterChangesGoOnAndTheObjectsDeletionEndsTheReport() {
    desired.facts(FACTS);
    say(put("bad", 3));
    say(put("c", 5));
    known.clear();
    known.add(put("c", 5));
    desired.apply(
        List.of(new PipelineChange.Cluster(new ClusterChange.Delete(ObjectKey.node("bad")))),
        Urgency.SOON);
    assertThat(program()).isEqualTo(compiled(put("c", 5)));
    assertThat(desired.leftOut()).isEmpty();
  }

  private void say(PipelineChange... changes) {
    known.addAll(List.of(changes));
    desired.apply(List.of(changes), Urgency.AT_ONCE);
  }

  private FlowProgram program() {
    return desired.compiler().orElseThrow().program();
  }

  private static FlowProgram compiled(PipelineChange... changes) {
    PipelineCompiler compiler = new PipelineCompiler(FACTS);
    var _ = compiler.apply(List.of(changes));
    return compiler.program();
  }

  /// Like a fault in the compiler: what stands before the bad node has been taken in.
  private static FlowDiff throwingAtTheBadNode(
      PipelineCompiler compiler, List<PipelineChange> changes) {
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i) instanceof PipelineChange.Cluster(ClusterChange.Put(Node node))
          && node.name().equals("bad")) {
        var _ = compiler.apply(changes.subList(0, i));
        throw new IllegalStateException("bad node");
      }
    }
    return compiler.apply(changes);
  }

  private static PipelineChange put(String name, int number) {
    return new PipelineChange.Cluster(
        new ClusterChange.Put(
            new Node(
                name,
                Labels.NONE,
                List.of(IpAddress.parse("192.0.2." + number)),
                List.of(),
                List.of(IpPrefix.parse("10.0." + number + ".0/24")))));
  }
}
