package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.policy.Direction;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The policies that together decide about one direction of some Pods' traffic.
///
/// Two sets are equal if their texts are.
public final class PolicySet implements Comparable<PolicySet> {

  private final Direction direction;
  private final List<Member> members;
  private final String text;

  /// A policy, and what the port names of its rules mean in the Pods of the set.
  ///
  /// @param policy the policy
  /// @param ports the names that its rules use, with the Pods' numbers, sorted; for ingress only
  public record Member(ObjectKey policy, List<OfferedPort> ports) {
    public Member {
      ports = List.copyOf(ports);
    }

    @Override
    public String toString() {
      return ports.isEmpty() ? policy.path() : policy.path() + ports;
    }
  }

  PolicySet(Direction direction, Collection<Member> members) {
    this.direction = direction;
    this.members = List.copyOf(members);
    this.text =
        direction
            + " by "
            + this.members.stream().map(Member::toString).collect(Collectors.joining(", "));
  }

  public Direction direction() {
    return direction;
  }

  /// At least one, in the order of their keys.
  public List<Member> members() {
    return members;
  }

  @Override
  public int compareTo(PolicySet other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PolicySet set && text.equals(set.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// `ingress by x/deny, x/web[tcp/http=8080]`.
  @Override
  public String toString() {
    return text;
  }
}
