package io.weft.policy;

import io.weft.cluster.ObjectKey;
import java.util.Comparator;

/// What identifies a rule: its policy and its place there.
///
/// @param policy the policy
/// @param direction which list of the policy
/// @param index the place in the list, from 0
public record RuleId(ObjectKey policy, Direction direction, int index)
    implements Comparable<RuleId> {

  private static final Comparator<RuleId> ORDER =
      Comparator.comparing(RuleId::policy)
          .thenComparing(RuleId::direction)
          .thenComparingInt(RuleId::index);

  @Override
  public int compareTo(RuleId other) {
    return ORDER.compare(this, other);
  }

  /// `NetworkPolicy x/p ingress[0]`.
  @Override
  public String toString() {
    return policy + " " + direction + "[" + index + "]";
  }
}
