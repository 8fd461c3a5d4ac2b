package io.weft.controller.flows;

import io.vertx.core.Future;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.wire.FlowComparison;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// What brings a bridge from what it was found to hold to what it should.
///
/// @param found how many flows it was found to hold
/// @param unlike those of them that are not as they should be
/// @param changes in the order in which they are to be sent
record Repair(int found, List<Flow> unlike, List<Change> changes) {
  Repair {
    unlike = List.copyOf(unlike);
    changes = List.copyOf(changes);
  }

  /// Reads everything back and compares. Flows that the bridge lists in the very bytes that we would
  /// send are struck out on both sides; what is left is compared as values.
  ///
  /// @param desired is asked when the question is on its way; the repair leads to its program of
  ///     that moment
  static Future<Repair> needed(OpenFlowConnection bridge, Supplier<PipelineCompiler> desired) {
    AtomicReference<FlowProgram> rest = new AtomicReference<>(FlowProgram.EMPTY);
    return Future.all(
            bridge.compare(() -> {
              PipelineCompiler compiler = desired.get();
              rest.set(
                  FlowProgram.of(
                      List.of(), compiler.groups().values(), compiler.meters().values()));
              return compiler.flows();
            }),
            bridge.groups(),
            bridge.meters())
        .map(all -> between(all.resultAt(0), all.resultAt(1), all.resultAt(2), rest.get()));
  }

  private static Repair between(
      FlowComparison.Result flows, List<Group> groups, List<Meter> meters, FlowProgram rest) {
    FlowProgram actual = FlowProgram.of(flows.unexpected(), groups, meters);
    FlowProgram desired =
        FlowProgram.of(flows.missing(), rest.groups().values(), rest.meters().values());
    return new Repair(
        flows.count(), flows.unexpected(), FlowDiff.between(actual, desired).changes());
  }
}
