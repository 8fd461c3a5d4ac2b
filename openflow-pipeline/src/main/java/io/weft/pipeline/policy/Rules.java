package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.pipeline.identity.Numbering;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rules of the policies that select a Pod of this node.
final class Rules {

  /// A part of a rule that is in force; equal to itself alone.
  static final class Node implements Comparable<Node> {
    final Side side;
    RulePart part;

    /// The selectors of its peers; kept by [Identities].
    List<PeerSelectors.Node> selectors = List.of();

    private @Nullable NumberedPart numbered;
    private long seat = NOWHERE;
    private boolean stale;

    Node(RulePart part, Side side) {
      this.part = part;
      this.side = side;
    }

    /// The part with its number; null if there was no room for it.
    @Nullable NumberedPart numbered() {
      return numbered;
    }

    @Override
    public int compareTo(Node other) {
      return part.compareTo(other.part);
    }

    /// The part's: its text stays the same.
    @Override
    public int hashCode() {
      return part.hashCode();
    }

    @Override
    public String toString() {
      return part.toString();
    }
  }

  private static final long NOWHERE = -1;

  private final Targets targets;
  private final LabelSets labelSets;
  private final Identities identities;
  private final PortNames names;
  private final Levels ingress;
  private final Levels egress;
  private final Numbering<Node> numbers;
  private List<Node> stale = new ArrayList<>();
  private Set<ObjectKey> changedPolicies = new HashSet<>();
  private Set<PolicySet> changedSets = new HashSet<>();

  Rules(Targets targets, LabelSets labelSets, Identities identities, int numberBits, int capacity) {
    this.targets = targets;
    this.labelSets = labelSets;
    this.identities = identities;
    this.numbers = new Numbering<>(numberBits);
    this.names = new PortNames(identities);
    this.ingress = new Levels(capacity);
    this.egress = new Levels(capacity);
  }

  private Levels levels(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }

  /// Brings the rules in line with the sides that changed and with the numbers of named ports.
  void settle(Collection<Side> changed, Collection<NamedPort> renumberedNames) {
    Set<Side> asking = names.users(renumberedNames);
    changed.forEach(asking::remove);
    changed.forEach(this::settle);
    asking.forEach(this::settle);
    number();
  }

  private void settle(Side side) {
    Policy policy = side.inForce() ? targets.policy(side.policy) : null;
    if (side.direction == Direction.EGRESS) {
      names.use(side, policy == null ? Set.of() : policy.names(side.direction));
    }
    List<RulePart> parts = policy == null ? List.of() : parts(policy, side);
    if (parts.isEmpty() && side.parts.isEmpty()) {
      return;
    }
    Map<RulePart, Node> before = new HashMap<>();
    side.parts.forEach(node -> before.put(node.part, node));
    List<Node> after = new ArrayList<>(parts.size());
    for (RulePart part : parts) {
      Node node = before.remove(part);
      if (node == null) {
        node = add(part, side);
      } else {
        node.part = part; // the same rule, perhaps at another position
        stale(node);
      }
      after.add(node);
    }
    before.values().forEach(this::remove);
    side.parts = after.isEmpty() ? List.of() : after;
    changed(side);
  }

  /// What the side's rules are, and what its sets fulfil, has to be written anew.
  private void changed(Side side) {
    changedPolicies.add(side.policy);
    for (Side.Role role : side.roles()) {
      changedSets.add(role.set());
    }
  }

  private void stale(Node node) {
    if (!node.stale) {
      node.stale = true;
      stale.add(node);
    }
  }

  private List<RulePart> parts(Policy policy, Side side) {
    return switch (side.direction) {
      case INGRESS -> RulePart.of(policy, side.direction, name -> targetNumbers(side, name));
      case EGRESS -> RulePart.of(policy, side.direction, labelSets::numbers);
    };
  }

  private static Set<Integer> targetNumbers(Side side, NamedPort name) {
    Set<Integer> found = new TreeSet<>();
    for (Side.Role role : side.roles()) {
      for (OfferedPort port : role.member().ports()) {
        if (port.name().equals(name)) {
          found.add(port.number());
        }
      }
    }
    return found;
  }

  private Node add(RulePart part, Side side) {
    Node node = new Node(part, side);
    identities.add(node);
    numbers.add(node).forEach(this::stale);
    return node;
  }

  private void remove(Node node) {
    identities.remove(node);
    node.stale = false;
    numbers.remove(node).forEach(this::stale);
    leave(node);
  }

  private void leave(Node node) {
    if (node.seat != NOWHERE) {
      levels(node.side.direction).remove(node.seat);
      node.seat = NOWHERE;
    }
  }

  private void number() {
    List<Node> renumbered = new ArrayList<>();
    for (Node node : stale) {
      if (node.stale) { // it is still there
        renumbered.add(node);
        leave(node);
      }
    }
    stale = new ArrayList<>();
    for (Node node : renumbered) {
      node.seat = Integer.toUnsignedLong(numbers.number(node));
      levels(node.side.direction).add(node.seat);
    }
    for (Direction direction : Direction.values()) {
      for (long id : levels(direction).settle()) {
        Node node = numbers.key((int) id).orElseThrow();
        if (!node.stale) {
          renumbered.add(node);
        }
      }
    }
    for (Node node : renumbered) {
      node.stale = false;
      write(node);
    }
  }

  private void write(Node node) {
    int level = levels(node.side.direction).level(node.seat);
    NumberedPart before = node.numbered;
    node.numbered = level == Levels.NONE ? null : NumberedPart.of(node.part, node.seat, level);
    changedPolicies.add(node.side.policy);
    if (!samePlace(before, node.numbered)) {
      identities.touch(node);
      changed(node.side);
    }
  }

  private static boolean samePlace(@Nullable NumberedPart one, @Nullable NumberedPart other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.id() == other.id() && one.level() == other.level();
  }

  /// The parts in force of a policy.
  List<NumberedPart> parts(ObjectKey policy) {
    List<NumberedPart> parts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Node node : nodes(policy, direction)) {
        if (node.numbered != null) {
          parts.add(node.numbered);
        }
      }
    }
    return parts;
  }

  private List<Node> nodes(ObjectKey policy, Direction direction) {
    Side side = targets.side(policy, direction);
    return side == null ? List.of() : side.parts;
  }

  /// The parts of a policy for which there was no room.
  List<RulePart> homeless(ObjectKey policy) {
    List<RulePart> parts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Node node : nodes(policy, direction)) {
        if (node.numbered == null) {
          parts.add(node.part);
        }
      }
    }
    return parts;
  }

  /// The clauses that Pods with this set fulfil, sorted.
  List<Clause> clauses(PolicySet set) {
    List<Clause> clauses = new ArrayList<>();
    for (PolicySet.Member member : set.members()) {
      for (Node node : nodes(member.policy(), set.direction())) {
        if (node.numbered != null && meant(node.part, member)) {
          clauses.add(node.numbered.clause(RulePart.Clauses.SETS));
        }
      }
    }
    clauses.sort(Clause.ORDER);
    return clauses;
  }

  /// Whether the part's port is what its name means in Pods of the member's set.
  private static boolean meant(RulePart part, PolicySet.Member member) {
    Optional<OfferedPort> named = part.named();
    return part.direction() == Direction.EGRESS
        || named.isEmpty()
        || member.ports().contains(named.get());
  }

  /// The part with this number.
  Optional<RulePart> part(int number) {
    return numbers.key(number).map(node -> node.part);
  }

  /// The policies of which a part came, went or was renumbered since this was last asked.
  Set<ObjectKey> drainPolicies() {
    Set<ObjectKey> drained = changedPolicies;
    changedPolicies = new HashSet<>();
    return drained;
  }

  /// The sets whose rules changed since this was last asked.
  Set<PolicySet> drainSets() {
    Set<PolicySet> drained = changedSets;
    changedSets = new HashSet<>();
    return drained;
  }
}
