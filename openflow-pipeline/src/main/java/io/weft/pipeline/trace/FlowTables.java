package io.weft.pipeline.trace;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flows and groups of one bridge, indexed for looking up. A table's index is made when it is
/// first needed, so that a trace costs only the tables it passes.
public final class FlowTables {

  private final Map<Integer, List<Flow>> flows = new HashMap<>();
  private final Map<Long, Group> groups = new HashMap<>();
  private final Map<Integer, Classifier> classifiers = new HashMap<>();

  public FlowTables(Collection<Flow> flows, Collection<Group> groups) {
    flows.forEach(
        flow -> this.flows.computeIfAbsent(flow.table(), _ -> new ArrayList<>()).add(flow));
    groups.forEach(group -> this.groups.put(group.id(), group));
  }

  Optional<Flow> lookup(int table, Packet packet) {
    return classifiers
        .computeIfAbsent(table, t -> new Classifier(flows.getOrDefault(t, List.of())))
        .lookup(packet);
  }

  Optional<Group> group(long id) {
    return Optional.ofNullable(groups.get(id));
  }

  /// Adds a flow that a packet taught; one with the same key is replaced.
  void learn(Flow flow) {
    List<Flow> table = flows.computeIfAbsent(flow.table(), _ -> new ArrayList<>());
    table.removeIf(present -> present.key().equals(flow.key()));
    table.add(flow);
    classifiers.remove(flow.table());
  }
}
