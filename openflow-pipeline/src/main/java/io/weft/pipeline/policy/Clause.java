package io.weft.pipeline.policy;

import io.weft.openflow.action.Action;
import java.util.Comparator;

/// One dimension of a rule's conjunction, at the rule's priority.
///
/// @param level which of the sixteen priorities of rules
/// @param conjunction the dimension
public record Clause(int level, Action.Conjunction conjunction) {

  /// By number of the rule, then by dimension: the order in flows.
  public static final Comparator<Clause> ORDER =
      (one, other) -> {
        int byRule = Long.compare(one.conjunction.id(), other.conjunction.id());
        return byRule != 0
            ? byRule
            : Integer.compare(one.conjunction.clause(), other.conjunction.clause());
      };
}
