package io.weft.pipeline.invariant;

import io.weft.openflow.Bucket;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.pipeline.invariant.Violation.Kind;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.program.References;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which table sends packets to which, directly or through a group.
///
/// @param program whose
/// @param next for each table with flows, where its flows lead
record TableGraph(FlowProgram program, Map<Integer, Set<Integer>> next) {

  static TableGraph of(FlowProgram program) {
    Map<Integer, Set<Integer>> next = new TreeMap<>();
    for (Flow flow : program.flows().values()) {
      Set<Integer> tables = next.computeIfAbsent(flow.table(), _ -> new TreeSet<>());
      for (List<Action> actions : withBuckets(program, flow.actions())) {
        tables.addAll(References.tables(actions));
      }
    }
    return new TableGraph(program, next);
  }

  /// The actions, and those of the buckets of the groups that they name.
  static List<List<Action>> withBuckets(FlowProgram program, List<Action> actions) {
    List<List<Action>> lists = new ArrayList<>();
    lists.add(actions);
    for (long id : References.groups(actions)) {
      Group group = program.groups().get(id);
      if (group != null) {
        group.buckets().stream().map(Bucket::actions).forEach(lists::add);
      }
    }
    return lists;
  }

  /// Tables from the first on, each after all that lead to it; meaningful without loops.
  List<Integer> order() {
    List<Integer> order = new ArrayList<>();
    visit(0, new HashSet<>(), order);
    return order.reversed();
  }

  private void visit(int table, Set<Integer> seen, List<Integer> order) {
    if (seen.add(table)) {
      next.getOrDefault(table, Set.of()).forEach(target -> visit(target, seen, order));
      order.add(table);
    }
  }

  List<Violation> loops() {
    List<Violation> loops = new ArrayList<>();
    for (Map.Entry<Integer, Set<Integer>> entry : next.entrySet()) {
      int table = entry.getKey();
      Set<Integer> reached = new HashSet<>();
      entry.getValue().forEach(target -> visit(target, reached, new ArrayList<>()));
      if (reached.contains(table)) {
        loops.add(new Violation(Kind.LOOP, "from table " + table + " back to it"));
      }
    }
    return loops;
  }

  List<Violation> missing() {
    List<Violation> missing = new ArrayList<>();
    for (Flow flow : program.flows().values()) {
      for (List<Action> actions : withBuckets(program, flow.actions())) {
        for (int table : References.tables(actions)) {
          if (!next.containsKey(table) && Table.numbered(table).filter(Table::learned).isEmpty()) {
            missing.add(
                new Violation(Kind.MISSING_REFERENCE, "table %d of %s".formatted(table, flow)));
          }
        }
        for (long id : References.groups(actions)) {
          if (!program.groups().containsKey(id)) {
            missing.add(
                new Violation(Kind.MISSING_REFERENCE, "group %d of %s".formatted(id, flow)));
          }
        }
        for (long id : References.meters(actions)) {
          if (!program.meters().containsKey(id)) {
            missing.add(
                new Violation(Kind.MISSING_REFERENCE, "meter %d of %s".formatted(id, flow)));
          }
        }
      }
    }
    return missing;
  }
}
