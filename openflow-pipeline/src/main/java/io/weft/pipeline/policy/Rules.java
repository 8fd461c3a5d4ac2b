package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.pipeline.identity.Numbering;
import io.weft.pipeline.policy.Targets.Side;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The rules of the policies that select a Pod of this node.
final class Rules {

  /// A part of a rule that is in force.
  static final class Node {
    RulePart part;
    private Optional<NumberedPart> numbered = Optional.empty();

    Node(RulePart part) {
      this.part = part;
    }

    /// The part with its number; empty if there was no room for it.
    Optional<NumberedPart> numbered() {
      return numbered;
    }

    @Override
    public String toString() {
      return part.toString();
    }
  }

  private final Targets targets;
  private final LabelSets labelSets;
  private final Identities identities;
  private final Map<RulePart, Node> nodes = new HashMap<>();
  private final Map<Side, Map<RulePart, Node>> sides = new HashMap<>();
  private final Map<Side, Set<NamedPort>> names = new HashMap<>();
  private final Map<NamedPort, Set<Side>> byName = new HashMap<>();
  private final Seats ingress;
  private final Seats egress;
  private final Numbering<RulePart> numbers;
  private Set<Node> stale = new HashSet<>();
  private Set<ObjectKey> changedPolicies = new HashSet<>();
  private Set<PolicySet> changedSets = new HashSet<>();

  Rules(Targets targets, LabelSets labelSets, Identities identities, int numberBits, int capacity) {
    this.targets = targets;
    this.labelSets = labelSets;
    this.identities = identities;
    this.numbers = new Numbering<>(numberBits);
    this.ingress = new Seats(new Levels(capacity), new HashMap<>());
    this.egress = new Seats(new Levels(capacity), new HashMap<>());
  }

  /// Who has which number, and so which level, in one table.
  private record Seats(Levels levels, Map<Long, Node> nodes) {

    void take(long id, Node node) {
      nodes.put(id, node);
      levels.add(id);
    }

    void leave(long id, Node node) {
      if (nodes.remove(id, node)) {
        levels.remove(id);
      }
    }
  }

  private Seats seats(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }

  /// Brings the rules in line with the sides that changed and with the numbers of named ports.
  void settle(Collection<Side> changed, Collection<NamedPort> renumberedNames) {
    Set<Side> all = new HashSet<>(changed);
    renumberedNames.forEach(name -> all.addAll(byName.getOrDefault(name, Set.of())));
    all.forEach(this::settle);
    number();
  }

  private void settle(Side side) {
    Optional<Policy> policy =
        targets.sets(side).isEmpty() ? Optional.empty() : targets.policy(side.policy());
    useNames(side, policy);
    Map<RulePart, Node> before = sides.getOrDefault(side, Map.of());
    Map<RulePart, Node> after = new LinkedHashMap<>();
    for (RulePart part : policy.map(p -> parts(p, side)).orElse(List.of())) {
      Node node = before.get(part);
      if (node == null) {
        node = add(part);
      } else {
        node.part = part; // the same rule, perhaps at another position
        stale.add(node);
      }
      after.put(part, node);
    }
    before.forEach((part, node) -> {
      if (!after.containsKey(part)) {
        remove(node);
      }
    });
    if (after.isEmpty()) {
      sides.remove(side);
    } else {
      sides.put(side, after);
    }
    changedPolicies.add(side.policy());
    changedSets.addAll(targets.sets(side));
  }

  private List<RulePart> parts(Policy policy, Side side) {
    return switch (side.direction()) {
      case INGRESS -> RulePart.of(policy, side.direction(), name -> targetNumbers(side, name));
      case EGRESS -> RulePart.of(policy, side.direction(), labelSets::numbers);
    };
  }

  private Set<Integer> targetNumbers(Side side, NamedPort name) {
    Set<Integer> found = new TreeSet<>();
    for (PolicySet set : targets.sets(side)) {
      for (OfferedPort port : set.ports(side.policy())) {
        if (port.name().equals(name)) {
          found.add(port.number());
        }
      }
    }
    return found;
  }

  private void useNames(Side side, Optional<Policy> policy) {
    Set<NamedPort> before = names.getOrDefault(side, Set.of());
    Set<NamedPort> after =
        side.direction() == Direction.EGRESS
            ? policy.<Set<NamedPort>>map(p -> p.names(side.direction())).orElse(Set.of())
            : Set.of();
    for (NamedPort name : after) {
      if (!before.contains(name)) {
        byName.computeIfAbsent(name, _ -> new HashSet<>()).add(side);
        identities.use(name);
      }
    }
    for (NamedPort name : before) {
      if (!after.contains(name)) {
        Set<Side> users = byName.getOrDefault(name, new HashSet<>());
        users.remove(side);
        if (users.isEmpty()) {
          byName.remove(name);
        }
        identities.release(name);
      }
    }
    if (after.isEmpty()) {
      names.remove(side);
    } else {
      names.put(side, after);
    }
  }

  private Node add(RulePart part) {
    Node node = new Node(part);
    identities.add(node);
    nodes.put(part, node);
    numbers.add(part).forEach(changed -> stale.add(node(changed)));
    return node;
  }

  private Node node(RulePart part) {
    Node node = nodes.get(part);
    if (node == null) {
      throw new IllegalStateException("numbered, but not in force: " + part);
    }
    return node;
  }

  private void remove(Node node) {
    identities.remove(node);
    nodes.remove(node.part);
    stale.remove(node);
    numbers.remove(node.part).forEach(changed -> stale.add(node(changed)));
    node.numbered.ifPresent(old -> seats(node.part.direction()).leave(old.id(), node));
    node.numbered = Optional.empty();
  }

  private void number() {
    List<Node> renumbered = new ArrayList<>(stale);
    stale = new HashSet<>();
    for (Node node : renumbered) {
      node.numbered.ifPresent(old -> seats(node.part.direction()).leave(old.id(), node));
    }
    for (Node node : renumbered) {
      seats(node.part.direction()).take(id(node), node);
    }
    for (Direction direction : Direction.values()) {
      for (long id : seats(direction).levels().settle()) {
        Optional.ofNullable(seats(direction).nodes().get(id)).ifPresent(renumbered::add);
      }
    }
    renumbered.forEach(this::write);
  }

  private long id(Node node) {
    return Integer.toUnsignedLong(numbers.number(node.part));
  }

  private void write(Node node) {
    long id = id(node);
    int level = seats(node.part.direction()).levels().level(id);
    Optional<NumberedPart> after =
        level == Levels.NONE
            ? Optional.empty()
            : Optional.of(NumberedPart.of(node.part, id, level));
    boolean moved = !samePlace(node.numbered, after);
    node.numbered = after;
    changedPolicies.add(node.part.policy());
    if (moved) {
      identities.touch(node);
      changedSets.addAll(targets.sets(new Side(node.part.policy(), node.part.direction())));
    }
  }

  private static boolean samePlace(Optional<NumberedPart> one, Optional<NumberedPart> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    return one.get().id() == other.get().id() && one.get().level() == other.get().level();
  }

  /// The parts in force of a policy.
  List<NumberedPart> parts(ObjectKey policy) {
    List<NumberedPart> parts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      parts(new Side(policy, direction)).forEach(node -> node.numbered.ifPresent(parts::add));
    }
    return parts;
  }

  private Collection<Node> parts(Side side) {
    return sides.getOrDefault(side, Map.of()).values();
  }

  /// The parts of a policy for which there was no room.
  List<RulePart> homeless(ObjectKey policy) {
    List<RulePart> parts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      parts(new Side(policy, direction)).stream()
          .filter(node -> node.numbered.isEmpty())
          .forEach(node -> parts.add(node.part));
    }
    return parts;
  }

  /// The clauses that Pods with this set fulfil, sorted.
  List<Clause> clauses(PolicySet set) {
    List<Clause> clauses = new ArrayList<>();
    for (PolicySet.Member member : set.members()) {
      for (Node node : parts(new Side(member.policy(), set.direction()))) {
        boolean resolved =
            set.direction() == Direction.EGRESS
                || node.part.named().filter(port -> !member.ports().contains(port)).isEmpty();
        if (resolved) {
          node.numbered.ifPresent(part -> clauses.add(part.clause(RulePart.Clauses.SETS)));
        }
      }
    }
    clauses.sort(Clause.ORDER);
    return clauses;
  }

  /// The part with this number.
  Optional<RulePart> part(int number) {
    return numbers.key(number);
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
