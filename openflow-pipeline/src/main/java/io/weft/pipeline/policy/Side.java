package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A policy's part for one direction, and what it comes to on this node.
///
/// There is one object for each, equal to itself alone.
final class Side {

  /// That the policy is a member of a set.
  record Role(PolicySet set, PolicySet.Member member) {}

  /// Both sides of a policy.
  record Pair(Side ingress, Side egress) {
    static Pair of(ObjectKey policy) {
      return new Pair(new Side(policy, Direction.INGRESS), new Side(policy, Direction.EGRESS));
    }

    Side of(Direction direction) {
      return switch (direction) {
        case INGRESS -> ingress;
        case EGRESS -> egress;
      };
    }

    boolean inForce() {
      return ingress.inForce() || egress.inForce();
    }
  }

  final ObjectKey policy;
  final Direction direction;

  /// What its rules are here, in their order; kept by [Rules].
  List<Rules.Node> parts = List.of();

  /// The port names that its egress rules use here; kept by [PortNames].
  Set<NamedPort> names = Set.of();

  /// Whether it waits to be settled; kept by [Targets].
  boolean changed;

  private List<Role> roles = List.of();

  Side(ObjectKey policy, Direction direction) {
    this.policy = policy;
    this.direction = direction;
  }

  /// Whether a Pod of this node is judged by it.
  boolean inForce() {
    return !roles.isEmpty();
  }

  /// The sets that decide by it.
  List<Role> roles() {
    return roles;
  }

  void join(Role role) {
    if (roles.isEmpty()) {
      roles = new ArrayList<>(1);
    }
    roles.add(role);
  }

  void leave(PolicySet set) {
    roles.removeIf(role -> role.set().equals(set));
  }

  @Override
  public String toString() {
    return policy + " " + direction;
  }
}
