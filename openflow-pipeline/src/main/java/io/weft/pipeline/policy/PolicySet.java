package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.policy.Direction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The policies that together decide about one direction of some Pods' traffic.
///
/// Two sets are equal if their texts are.
public final class PolicySet implements Comparable<PolicySet> {

  private static final Comparator<Member> BY_POLICY =
      (one, other) -> one.policy.compareTo(other.policy);

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

    // Written out, for there are many: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Member member
          && policy.equals(member.policy)
          && ports.equals(member.ports);
    }

    @Override
    public int hashCode() {
      return 31 * policy.hashCode() + ports.size(); // ports seldom differ
    }

    @Override
    public String toString() {
      return ports.isEmpty() ? policy.path() : policy.path() + ports;
    }
  }

  private PolicySet(Direction direction, List<Member> members) {
    this.direction = direction;
    this.members = members;
    StringBuilder words = new StringBuilder(direction.toString());
    String separator = " by ";
    for (Member member : members) {
      words.append(separator).append(member);
      separator = ", ";
    }
    this.text = words.toString();
  }

  static PolicySet of(Direction direction, Collection<Member> members) {
    return new PolicySet(direction, members.stream().sorted(BY_POLICY).toList());
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
