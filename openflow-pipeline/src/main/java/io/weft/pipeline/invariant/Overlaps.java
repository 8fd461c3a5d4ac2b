package io.weft.pipeline.invariant;

import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Flows of one table and priority that some packet matches both of: which of them wins is then up
/// to the switch.
final class Overlaps {

  private Overlaps() {}

  /// @param flows of one table
  static List<Violation> check(List<Flow> flows) {
    Map<Integer, List<Flow>> priorities = new TreeMap<>();
    flows.forEach(
        flow -> priorities.computeIfAbsent(flow.priority(), _ -> new ArrayList<>()).add(flow));
    List<Violation> violations = new ArrayList<>();
    for (List<Flow> equals : priorities.values()) {
      for (int i = 0; i < equals.size(); i++) {
        for (Flow other : equals.subList(i + 1, equals.size())) {
          if (ambiguous(equals.get(i), other)) {
            violations.add(
                new Violation(Violation.Kind.AMBIGUOUS, equals.get(i) + " and " + other));
          }
        }
      }
    }
    return violations;
  }

  private static boolean ambiguous(Flow a, Flow b) {
    boolean same = a.actions().equals(b.actions());
    return !same && !(ofRule(a) && ofRule(b)) && overlap(a.match(), b.match());
  }

  /// Whether the flow is a dimension of rules, or what a rule does: these never decide against each
  /// other.
  private static boolean ofRule(Flow flow) {
    return conjunctive(flow) || flow.match().field(Field.CONJ_ID).isPresent();
  }

  private static boolean conjunctive(Flow flow) {
    return !flow.actions().isEmpty()
        && flow.actions().stream().allMatch(Action.Conjunction.class::isInstance);
  }

  /// Whether some packet matches both, as far as the fields they share say.
  static boolean overlap(Match a, Match b) {
    for (FieldMatch field : a.fields()) {
      Optional<FieldMatch> other = b.field(field.field());
      if (other.isPresent()
          && !field
              .value()
              .xor(other.get().value())
              .and(field.mask())
              .and(other.get().mask())
              .isZero()) {
        return false;
      }
    }
    return true;
  }
}
