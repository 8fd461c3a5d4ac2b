package io.weft.pipeline.program;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What turns one program into another, in the order in which it is sent.
///
/// Meters and groups come in before the flows that name them, new flows before the old ones go, and
/// groups and meters go last. Of the flows that come in or change, those that packets meet later are
/// first, and the rules come before the rows whose numbers they match; of those that go, the other
/// way round. So even a diff that is sent in parts sends no packet into what is not there yet. A
/// change of a flow that keeps its cookie and timeouts keeps its counters; a change of a group in
/// which few buckets come or go tells these alone.
///
/// @param changes in order
public record FlowDiff(List<Change> changes) {

  public static final FlowDiff EMPTY = new FlowDiff(List.of());

  public FlowDiff {
    changes = List.copyOf(changes);
  }

  /// What makes `actual` into `desired`. Tables that the switch fills itself are left alone.
  /// Costs the size of the two programs.
  public static FlowDiff between(FlowProgram actual, FlowProgram desired) {
    Builder builder = new Builder();
    each(actual.meters(), desired.meters(), builder::meter);
    each(actual.groups(), desired.groups(), builder::group);
    each(actual.flows(), desired.flows(), builder::flow);
    return builder.build();
  }

  private interface Step<V> {
    void accept(@Nullable V before, @Nullable V after);
  }

  private static <K, V> void each(Map<K, V> actual, Map<K, V> desired, Step<V> step) {
    desired.forEach((key, after) -> step.accept(actual.get(key), after));
    actual.forEach((key, before) -> {
      if (!desired.containsKey(key)) {
        step.accept(before, null);
      }
    });
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /// The program that a bridge with `program` has after these changes, by the rules of the switch:
  /// deleting a group or meter deletes the flows that use it. For changes that a diff contains; a
  /// statement about tests and dry runs, not about a bridge whose state is unknown.
  public FlowProgram applyTo(FlowProgram program) {
    Map<Flow.Key, Flow> flows = new HashMap<>(program.flows());
    Map<Long, Group> groups = new HashMap<>(program.groups());
    Map<Long, Meter> meters = new HashMap<>(program.meters());
    for (Change change : changes) {
      switch (change) {
        case Change.AddFlow(Flow flow) -> flows.put(flow.key(), flow);
        case Change.ModifyFlow(Flow flow) ->
            flows.computeIfPresent(flow.key(), (_, old) -> modified(old, flow));
        case Change.DeleteFlow(Flow.Key key) -> flows.remove(key);
        case Change.AddGroup(Group group) -> groups.put(group.id(), group);
        case Change.ModifyGroup(Group group) -> groups.put(group.id(), group);
        case Change.DeleteGroup(long id) -> {
          groups.remove(id);
          flows.values().removeIf(flow -> References.groups(flow.actions()).contains(id));
        }
        case Change.AddMeter(Meter meter) -> meters.put(meter.id(), meter);
        case Change.ModifyMeter(Meter meter) -> meters.put(meter.id(), meter);
        case Change.DeleteMeter(long id) -> {
          meters.remove(id);
          flows.values().removeIf(flow -> References.meters(flow.actions()).contains(id));
        }
        case Change.InsertBuckets insertion ->
            groups.computeIfPresent(
                insertion.groupId(), (_, old) -> GroupChange.with(old, insertion));
        case Change.RemoveBuckets removal ->
            groups.computeIfPresent(
                removal.groupId(), (_, old) -> GroupChange.without(old, removal));
        case Change.DeleteFlows _, Change.DeleteAllGroups _ ->
            throw new IllegalArgumentException("a diff has no such change: " + change);
      }
    }
    return new FlowProgram(flows, groups, meters);
  }

  private static Flow modified(Flow old, Flow flow) {
    return new Flow(
        old.table(), old.priority(), old.cookie(), old.match(), flow.actions(), old.options());
  }

  /// Collects changes in any order and puts them into the right one.
  public static final class Builder {

    private static final int PLACES = 2048; // more than places differ

    private static final int METERS = 0;
    private static final int GROUPS = 1;
    private static final int FLOWS = 2;
    private static final int GOING_FLOWS = 3;
    private static final int GOING_BUCKETS = 4;
    private static final int GOING_GROUPS = 5;
    private static final int GOING_METERS = 6;

    private final Map<Integer, List<Change>> inOrder = new TreeMap<>();
    private int lastOrder = -1;
    private List<Change> last = new ArrayList<>();

    /// Neighbours mostly belong together.
    private void add(int rank, int place, Change change) {
      int order = rank * PLACES + place;
      if (order != lastOrder) {
        lastOrder = order;
        last = inOrder.computeIfAbsent(order, _ -> new ArrayList<>());
      }
      last.add(change);
    }

    /// The flow was and is this, null for none; nothing if the two are equal or the table is a
    /// learned one.
    public void flow(@Nullable Flow before, @Nullable Flow after) {
      if (after == null) {
        if (before != null && !learned(before)) {
          add(GOING_FLOWS, depth(before.table()), new Change.DeleteFlow(before.key()));
        }
      } else if (!after.equals(before) && !learned(after)) {
        boolean modified = before != null && modifiable(before, after);
        add(
            FLOWS,
            -depth(after.table()),
            modified ? new Change.ModifyFlow(after) : new Change.AddFlow(after));
      }
    }

    private static boolean learned(Flow flow) {
      Optional<Table> table = Table.numbered(flow.table());
      return table.isPresent() && table.get().learned();
    }

    private static boolean modifiable(Flow before, Flow after) {
      return before.cookie() == after.cookie() && before.options().equals(after.options());
    }

    /// How late packets ask the table: subroutines last, save for those who read their answers.
    private static int depth(int table) {
      return Table.judges(table) ? 255 + table : table;
    }

    /// The group was and is this, null for none.
    public void group(@Nullable Group before, @Nullable Group after) {
      if (before == null) {
        if (after != null) {
          add(GROUPS, 0, new Change.AddGroup(after));
        }
      } else if (after == null) {
        add(GOING_GROUPS, 0, new Change.DeleteGroup(before.id()));
      } else if (!before.equals(after)) {
        for (Change change : GroupChange.between(before, after)) {
          add(change instanceof Change.RemoveBuckets ? GOING_BUCKETS : GROUPS, 0, change);
        }
      }
    }

    /// The meter was and is this, null for none.
    public void meter(@Nullable Meter before, @Nullable Meter after) {
      if (before == null) {
        if (after != null) {
          add(METERS, 0, new Change.AddMeter(after));
        }
      } else if (after == null) {
        add(GOING_METERS, 0, new Change.DeleteMeter(before.id()));
      } else if (!before.equals(after)) {
        add(METERS, 0, new Change.ModifyMeter(after));
      }
    }

    public FlowDiff build() {
      List<Change> sorted = new ArrayList<>();
      inOrder.values().forEach(sorted::addAll);
      return new FlowDiff(sorted);
    }
  }
}
