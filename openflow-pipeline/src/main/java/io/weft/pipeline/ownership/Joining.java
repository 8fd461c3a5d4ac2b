package io.weft.pipeline.ownership;

import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/// How what several owners bring for one key becomes one value.
final class Joining {

  /// The order of conjunctions in a flow.
  static final Comparator<Action.Conjunction> BY_ID =
      Comparator.comparingLong(Action.Conjunction::id).thenComparingInt(Action.Conjunction::clause);

  private Joining() {}

  /// The first, which is the smallest owner's.
  static <V> V first(Collection<V> parts) {
    return parts.iterator().next();
  }

  /// The first owner's own flow, else what all shared flows do together.
  static Flow flows(Collection<Flow> parts) {
    Flow first = first(parts);
    if (parts.size() == 1) {
      return first;
    }
    Set<Action.Conjunction> conjunctions = new TreeSet<>(BY_ID);
    for (Flow part : parts) {
      if (!Contribution.shared(part)) {
        return part;
      }
      part.actions().forEach(action -> conjunctions.add((Action.Conjunction) action));
    }
    return Contribution.sharedFlow(first.key(), conjunctions);
  }
}
