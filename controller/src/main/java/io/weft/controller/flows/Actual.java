package io.weft.controller.flows;

import io.vertx.core.Future;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.client.OpenFlowConnection;
import java.util.List;

/// What the bridge was found to hold.
///
/// @param flows in no order
/// @param groups in no order
/// @param meters in no order
public record Actual(List<Flow> flows, List<Group> groups, List<Meter> meters) {
  public Actual {
    flows = List.copyOf(flows);
    groups = List.copyOf(groups);
    meters = List.copyOf(meters);
  }

  /// Reads everything back.
  public static Future<Actual> of(OpenFlowConnection bridge) {
    return Future.all(bridge.flows(), bridge.groups(), bridge.meters())
        .map(all ->
            new Actual(
                all.<List<FlowStats>>resultAt(0).stream().map(FlowStats::flow).toList(),
                all.resultAt(1),
                all.resultAt(2)));
  }
}
