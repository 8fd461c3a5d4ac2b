package io.weft.pipeline.policy;

import io.weft.openflow.action.Action.Conjunction;
import java.util.ArrayList;
import java.util.List;

/// A part of a rule with its number and level.
///
/// @param part what it says
/// @param id its number, 32 bits unsigned, never 0: conjunction id and rule id
/// @param level which of the sixteen priorities, 0 to 15
/// @param dimensions its dimensions, in order
public record NumberedPart(RulePart part, long id, int level, List<Conjunction> dimensions) {

  static NumberedPart of(RulePart part, long id, int level) {
    int count = part.clauses().count();
    List<Conjunction> dimensions = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      dimensions.add(new Conjunction(id, i, count));
    }
    return new NumberedPart(part, id, level, dimensions);
  }

  public NumberedPart {
    dimensions = List.copyOf(dimensions);
  }

  /// The dimension with this number, from 1.
  public Clause clause(int number) {
    return new Clause(level, dimensions.get(number - 1));
  }
}
