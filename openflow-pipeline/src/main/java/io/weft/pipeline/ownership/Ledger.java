package io.weft.pipeline.ownership;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.HashMap;
import java.util.Map;

/// Contributions by owner, and the program that they make together.
///
/// The program depends on the contributions alone, not on their order or history. Putting a
/// contribution costs its size and the size of the one it replaces. Owned by one thread.
public final class Ledger {

  private final Map<Owner, Contribution> contributions = new HashMap<>();
  private final Shelf<Flow.Key, Flow> flows = new Shelf<>(Joining::flows);
  private final Shelf<Long, Group> groups = new Shelf<>(Joining::first);
  private final Shelf<Long, Meter> meters = new Shelf<>(Joining::first);

  /// The owner now brings this and nothing else.
  public void put(Owner owner, Contribution contribution) {
    Contribution before = contributions.getOrDefault(owner, Contribution.NONE);
    if (contribution.equals(before)) {
      return;
    }
    if (contribution.equals(Contribution.NONE)) {
      contributions.remove(owner);
    } else {
      contributions.put(owner, contribution);
    }
    flows.replace(owner, before.flows(), contribution.flows());
    groups.replace(owner, before.groups(), contribution.groups());
    meters.replace(owner, before.meters(), contribution.meters());
  }

  /// The owner brings nothing any more.
  public void remove(Owner owner) {
    put(owner, Contribution.NONE);
  }

  /// What changed in the program since this was last asked.
  public FlowDiff drain() {
    FlowDiff.Builder diff = new FlowDiff.Builder();
    meters.drain(diff::meter);
    groups.drain(diff::group);
    flows.drain(diff::flow);
    return diff.build();
  }

  /// The whole program; costs its size.
  public FlowProgram program() {
    return new FlowProgram(flows.values(), groups.values(), meters.values());
  }
}
