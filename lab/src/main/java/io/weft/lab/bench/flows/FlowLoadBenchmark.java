package io.weft.lab.bench.flows;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.Turns;
import io.weft.lab.bench.counters.ProcessorTime;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.client.BundleResult;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.match.Match;
import io.weft.openflow.text.FlowText;
import io.weft.pipeline.program.FlowProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// 100,000 flows into an empty bridge.
public final class FlowLoadBenchmark implements Benchmark {

  private static final String NAME = "flow-load";
  private static final String BRIDGE = "br-load";
  private static final String WEFT = "Weft's client";
  private static final String OFCTL = "ovs-ofctl --bundle add-flows";

  /// One load.
  ///
  /// @param flowsPerSecond by the clock
  /// @param processorMicros of the switch, by flow
  /// @param ownMicros of this process, by flow
  private record Load(double flowsPerSecond, double processorMicros, double ownMicros) {
    @Override
    public String toString() {
      return "%.0f flows/s, ovs-vswitchd %.1f µs/flow, this process %.1f µs/flow"
          .formatted(flowsPerSecond, processorMicros, ownMicros);
    }
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "The flows of one node of a cluster of both families (250 nodes, 25,000 Pods, 10,000"
        + " policies, 12,000 Services of two ports and three endpoints): 100,000 of the compiled"
        + " program, each table in proportion, mostly address rows, conjunctions and Services, into"
        + " an empty bridge without ports; groups and meters are in place before. Weft: from the"
        + " values in memory to the commit of the last bundle of 2,000. Baseline: ovs-ofctl --bundle"
        + " add-flows of a file with the same flows, from the start of its process to its end. The"
        + " processor time is that of all threads of ovs-vswitchd.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    FlowProgram program = MixedCluster.program(Mix.POLICIES, Mix.SERVICES);
    List<Flow> flows = Mix.sample(program, Mix.FLOWS);
    progress.accept(
        "%d flows of %d compiled, %d groups"
            .formatted(flows.size(), program.flows().size(), program.groups().size()));
    try (BareSwitch bare = BareSwitch.start()) {
      OpenFlowConnection connection = bare.bridge(BRIDGE);
      commit(connection, frame(program));
      Path file = bare.write("flows", flows.stream().map(FlowText::print).toList());
      List<Change> changes = flows.stream().<Change>map(Change.AddFlow::new).toList();
      Map<String, List<Load>> loads =
          new Turns<Load>()
              .with(WEFT, () -> load(bare, connection, () -> commit(connection, changes)))
              .with(
                  OFCTL,
                  () ->
                      load(
                          bare,
                          connection,
                          () -> {
                            String _ =
                                bare.ovs()
                                    .ofctl("add-flows", BRIDGE, file.toString(), "--bundle")
                                    .run();
                          }))
              .take(rounds, progress);
      return rows(loads.getOrDefault(WEFT, List.of()), loads.getOrDefault(OFCTL, List.of()));
    }
  }

  private static List<Row> rows(List<Load> weft, List<Load> ofctl) {
    return List.of(
        Row.ratio(
            NAME,
            "100,000 flows",
            "flows/s",
            weft.stream().map(Load::flowsPerSecond).toList(),
            OFCTL,
            ofctl.stream().map(Load::flowsPerSecond).toList(),
            Target.atLeast(1.5)),
        Row.value(
            NAME,
            "switch's processor time by flow, Weft's client",
            "µs",
            weft.stream().map(Load::processorMicros).toList(),
            Target.atMost(12)),
        Row.value(
            NAME,
            "the client's own processor time by flow, Weft's client",
            "µs",
            weft.stream().map(Load::ownMicros).toList(),
            Target.REPORTED),
        Row.value(
            NAME,
            "switch's processor time by flow, ovs-ofctl",
            "µs",
            ofctl.stream().map(Load::processorMicros).toList(),
            Target.REPORTED));
  }

  /// Groups and meters, without which flows that name them would be refused.
  private static List<Change> frame(FlowProgram program) {
    return Stream.<Change>concat(
            program.meters().values().stream().map(Change.AddMeter::new),
            program.groups().values().stream().map(Change.AddGroup::new))
        .toList();
  }

  private static Load load(BareSwitch bare, OpenFlowConnection connection, Runnable loading) {
    commit(
        connection,
        List.of(new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0, 0)));
    bare.ovs().awaitRevalidation();
    long self = ProcessHandle.current().pid();
    ProcessorTime ownBefore = ProcessorTime.of(self);
    ProcessorTime before = ProcessorTime.of(bare.ovs().switchPid());
    long start = System.nanoTime();
    loading.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double own = ProcessorTime.of(self).since(ownBefore).seconds();
    bare.ovs().awaitRevalidation();
    double processor = ProcessorTime.of(bare.ovs().switchPid()).since(before).seconds();
    return new Load(Mix.FLOWS / seconds, processor * 1e6 / Mix.FLOWS, own * 1e6 / Mix.FLOWS);
  }

  /// Commits changes, all of which the switch has to take.
  static void commit(OpenFlowConnection connection, List<Change> changes) {
    switch (BareSwitch.await(connection.commit(changes))) {
      case BundleResult.Committed _ -> {}
      case BundleResult.Refused refused ->
          throw new IllegalStateException("the switch refused: " + refused);
    }
  }
}
