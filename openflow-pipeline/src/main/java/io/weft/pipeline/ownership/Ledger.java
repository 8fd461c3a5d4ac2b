package io.weft.pipeline.ownership;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.pipeline.ownership.Contribution.Share;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Contributions by owner, and the program that they make together.
///
/// The program depends on the contributions alone, not on their order or history. Putting a
/// contribution costs its size and the size of the one it replaces. Owned by one thread.
public final class Ledger {

  private final Map<Owner, Contribution> contributions = new HashMap<>();
  private final Shelf<Flow.Key, Flow> flows = new Shelf<>();
  private final SharedFlows shared = new SharedFlows();
  private final Shelf<Long, Group> groups = new Shelf<>();
  private final Shelf<Long, Meter> meters = new Shelf<>();

  /// The owner now brings this and nothing else.
  public void put(Owner owner, Contribution contribution) {
    Contribution before = contributions.getOrDefault(owner, Contribution.NONE);
    if (before.isEmpty() ? contribution.isEmpty() : contribution.equals(before)) {
      return;
    }
    replace(flows, owner, before.flows(), contribution.flows(), Flow::key);
    replace(groups, owner, before.groups(), contribution.groups(), Group::id);
    replace(meters, owner, before.meters(), contribution.meters(), Meter::id);
    List<Share> shares = share(before.shares(), contribution.shares());
    if (contribution.isEmpty()) {
      contributions.remove(owner);
    } else {
      contributions.put(owner, contribution.withShares(shares));
    }
  }

  private static <K, V> void replace(
      Shelf<K, V> shelf, Owner owner, List<V> before, List<V> after, Function<V, K> key) {
    for (V value : after) {
      shelf.put(owner, key.apply(value), value);
    }
    if (!before.isEmpty()) {
      Set<K> kept = new HashSet<>();
      after.forEach(value -> kept.add(key.apply(value)));
      for (V value : before) {
        if (!kept.contains(key.apply(value))) {
          shelf.remove(owner, key.apply(value));
        }
      }
    }
  }

  private List<Share> share(List<Share> before, List<Share> after) {
    if (after.equals(before)) {
      return before;
    }
    List<Share> added = new ArrayList<>(after.size());
    for (Share share : after) {
      added.add(shared.add(share));
    }
    before.forEach(shared::remove);
    return added;
  }

  /// The owner brings nothing any more.
  public void remove(Owner owner) {
    put(owner, Contribution.NONE);
  }

  /// What changed in the program since this was last asked.
  public FlowDiff drain() {
    shared.settle(flows);
    FlowDiff.Builder diff = new FlowDiff.Builder();
    meters.drain(diff::meter);
    groups.drain(diff::group);
    flows.drain(diff::flow);
    return diff.build();
  }

  /// The flows of the program, one after the other, as long as nothing is put; no copy is made.
  public Iterable<Flow> flows() {
    shared.settle(flows);
    return flows.each();
  }

  /// The groups of the program by id; costs their number.
  public Map<Long, Group> groups() {
    return groups.values();
  }

  /// The meters of the program by id; costs their number.
  public Map<Long, Meter> meters() {
    return meters.values();
  }

  /// The whole program; costs its size.
  public FlowProgram program() {
    shared.settle(flows);
    return new FlowProgram(flows.values(), groups.values(), meters.values());
  }
}
