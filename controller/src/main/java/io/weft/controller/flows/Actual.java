package io.weft.controller.flows;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
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
}
