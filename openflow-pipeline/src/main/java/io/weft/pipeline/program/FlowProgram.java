package io.weft.pipeline.program;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a bridge does: its flows, groups and meters.
///
/// Immutable. Two programs are equal if the bridge does the same, order apart.
///
/// @param flows by key
/// @param groups by id
/// @param meters by id
public record FlowProgram(
    Map<Flow.Key, Flow> flows, Map<Long, Group> groups, Map<Long, Meter> meters) {

  public static final FlowProgram EMPTY = new FlowProgram(Map.of(), Map.of(), Map.of());

  private static final Comparator<Flow> ORDER =
      Comparator.comparingInt(Flow::table)
          .thenComparing(Comparator.comparingInt(Flow::priority).reversed())
          .thenComparing(flow -> flow.match().toString());

  public FlowProgram {
    flows = Collections.unmodifiableMap(new HashMap<>(flows));
    groups = Map.copyOf(groups);
    meters = Map.copyOf(meters);
  }

  /// The program of these, as a switch lists them.
  public static FlowProgram of(
      Collection<Flow> flows, Collection<Group> groups, Collection<Meter> meters) {
    Map<Flow.Key, Flow> flowsByKey = HashMap.newHashMap(flows.size());
    flows.forEach(flow -> flowsByKey.put(flow.key(), flow));
    Map<Long, Group> groupsById = new HashMap<>();
    groups.forEach(group -> groupsById.put(group.id(), group));
    Map<Long, Meter> metersById = new HashMap<>();
    meters.forEach(meter -> metersById.put(meter.id(), meter));
    return new FlowProgram(flowsByKey, groupsById, metersById);
  }

  /// The flows as a reader wants them: by table, higher priorities first.
  public List<Flow> sortedFlows() {
    List<Flow> sorted = new ArrayList<>(flows.values());
    sorted.sort(ORDER);
    return sorted;
  }
}
