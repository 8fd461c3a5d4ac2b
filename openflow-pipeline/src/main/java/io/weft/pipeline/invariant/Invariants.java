package io.weft.pipeline.invariant;

import io.weft.openflow.Flow;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The invariants of programs, checked all together.
///
/// Costs the square of the number of flows that share a table and a priority: for tests and for
/// diagnosis, not for every change.
public final class Invariants {

  private Invariants() {}

  /// What is wrong with the program; empty if nothing is.
  public static List<Violation> check(FlowProgram program) {
    List<Violation> violations = new ArrayList<>();
    Map<Integer, List<Flow>> tables = byTable(program);
    TableGraph graph = TableGraph.of(program);
    violations.addAll(graph.loops());
    violations.addAll(graph.missing());
    if (violations.isEmpty()) {
      violations.addAll(new RegisterUse(program, graph).check());
    }
    violations.addAll(Boundaries.check(program));
    tables.values().forEach(flows -> violations.addAll(Overlaps.check(flows)));
    tables.forEach((number, flows) -> {
      boolean learned = Table.numbered(number).filter(Table::learned).isPresent();
      if (!learned && flows.stream().noneMatch(flow -> flow.match().isAny())) {
        violations.add(new Violation(Violation.Kind.NO_MISS_FLOW, "table " + number));
      }
    });
    return violations;
  }

  private static Map<Integer, List<Flow>> byTable(FlowProgram program) {
    Map<Integer, List<Flow>> tables = new TreeMap<>();
    program
        .flows()
        .values()
        .forEach(flow -> tables.computeIfAbsent(flow.table(), _ -> new ArrayList<>()).add(flow));
    return tables;
  }
}
