package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.pipeline.identity.Numbering;
import io.weft.policy.Direction;
import io.weft.policy.LabelSet;
import io.weft.policy.NamedPort;
import io.weft.policy.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which policies select which Pods of this node.
final class Targets {

  /// A policy's part for one direction.
  record Side(ObjectKey policy, Direction direction) {}

  private final PeerAddresses pods;
  private final Map<ObjectKey, NetworkPolicy> objects = new HashMap<>();
  private final io.weft.policy.PolicyIndex policies = new io.weft.policy.PolicyIndex();
  private final Map<ObjectKey, Set<NamedPort>> names = new HashMap<>();
  private final Map<ObjectKey, Map<Direction, PolicySet>> selected = new TreeMap<>();
  private final Map<PolicySet, TreeSet<ObjectKey>> sets = new HashMap<>();
  private final Map<Side, Set<PolicySet>> bySide = new HashMap<>();
  private final Numbering<PolicySet> numbers;
  private final Set<ObjectKey> stale = new HashSet<>();
  private final Set<ObjectKey> changedPods = new HashSet<>();
  private final Set<PolicySet> changedSets = new HashSet<>();
  private final Set<Side> changedSides = new HashSet<>();

  Targets(PeerAddresses pods, int numberBits) {
    this.pods = pods;
    this.numbers = new Numbering<>(numberBits);
  }

  void put(NetworkPolicy policy) {
    NetworkPolicy before = objects.put(policy.key(), policy);
    if (!policy.equals(before)) {
      Policy now = Policy.of(policy);
      Set<NamedPort> used = now.names(Direction.INGRESS);
      if (used.isEmpty()) {
        names.remove(policy.key());
      } else {
        names.put(policy.key(), used);
      }
      changed(now, policies.put(now));
    }
  }

  void delete(ObjectKey key) {
    objects.remove(key);
    names.remove(key);
    policies.remove(key).ifPresent(before -> changed(before, Optional.empty()));
  }

  private void changed(Policy policy, Optional<Policy> other) {
    for (Direction direction : Direction.values()) {
      changedSides.add(new Side(policy.key(), direction));
    }
    for (ObjectKey pod : pods.attached()) {
      LabelSet labels = pods.labels(pod);
      if (policy.subjects().matches(labels, Labels.NONE)
          || other.filter(old -> old.subjects().matches(labels, Labels.NONE)).isPresent()) {
        stale.add(pod);
      }
    }
  }

  /// The Pod's labels or ports changed, or whether it is attached here.
  void refresh(ObjectKey pod) {
    stale.add(pod);
  }

  Optional<Policy> policy(ObjectKey key) {
    return policies.policy(key);
  }

  /// The object that the policy was made from.
  Optional<NetworkPolicy> object(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// All known policies.
  Set<ObjectKey> all() {
    return objects.keySet();
  }

  /// Finds the sets of all Pods for which something changed.
  void settle() {
    for (ObjectKey pod : stale) {
      Map<Direction, PolicySet> before = selected.getOrDefault(pod, Map.of());
      Map<Direction, PolicySet> after = pods.attached().contains(pod) ? sets(pod) : Map.of();
      if (!after.equals(before)) {
        after.values().forEach(set -> join(pod, set));
        before.values().stream()
            .filter(set -> !after.containsValue(set))
            .forEach(set -> leave(pod, set));
        changedPods.add(pod);
      }
      if (after.isEmpty()) {
        selected.remove(pod);
      } else {
        selected.put(pod, after);
      }
    }
    stale.clear();
  }

  private Map<Direction, PolicySet> sets(ObjectKey pod) {
    LabelSet labels = pods.labels(pod);
    Map<Direction, List<PolicySet.Member>> members = new EnumMap<>(Direction.class);
    for (ObjectKey key : policies.selecting(labels)) {
      Policy policy = policies.policy(key).orElseThrow();
      for (Direction direction : Direction.values()) {
        if (policy.isolates(direction)) {
          members
              .computeIfAbsent(direction, _ -> new ArrayList<>())
              .add(new PolicySet.Member(key, ports(policy, direction, labels)));
        }
      }
    }
    Map<Direction, PolicySet> found = new EnumMap<>(Direction.class);
    members.forEach((direction, list) -> found.put(direction, new PolicySet(direction, list)));
    return found;
  }

  /// What names mean is for ingress the judged Pod's to say.
  private List<OfferedPort> ports(Policy policy, Direction direction, LabelSet labels) {
    return switch (direction) {
      case INGRESS ->
          labels.ports().isEmpty()
              ? List.of()
              : OfferedPort.of(labels.ports().only(names.getOrDefault(policy.key(), Set.of())));
      case EGRESS -> List.of();
    };
  }

  private void join(ObjectKey pod, PolicySet set) {
    Set<ObjectKey> members = sets.get(set);
    if (members == null) {
      sets.computeIfAbsent(set, _ -> new TreeSet<>()).add(pod);
      renumbered(numbers.add(set));
      sides(set)
          .forEach(side -> {
            bySide.computeIfAbsent(side, _ -> new HashSet<>()).add(set);
            changedSides.add(side);
          });
    } else {
      members.add(pod);
    }
  }

  private void leave(ObjectKey pod, PolicySet set) {
    Set<ObjectKey> members = sets.getOrDefault(set, new TreeSet<>());
    members.remove(pod);
    if (members.isEmpty()) {
      sets.remove(set);
      renumbered(numbers.remove(set));
      changedSets.add(set);
      sides(set)
          .forEach(side -> {
            Set<PolicySet> of = bySide.getOrDefault(side, new HashSet<>());
            of.remove(set);
            if (of.isEmpty()) {
              bySide.remove(side);
            }
            changedSides.add(side);
          });
    }
  }

  private static List<Side> sides(PolicySet set) {
    return set.members().stream()
        .map(member -> new Side(member.policy(), set.direction()))
        .toList();
  }

  private void renumbered(Set<PolicySet> renumbered) {
    changedSets.addAll(renumbered);
    renumbered.forEach(set -> changedPods.addAll(sets.getOrDefault(set, new TreeSet<>())));
  }

  /// The sets that decide by this side of a policy; none if it is not in force here.
  Set<PolicySet> sets(Side side) {
    return bySide.getOrDefault(side, Set.of());
  }

  /// The Pods that have the set, sorted.
  Set<ObjectKey> members(PolicySet set) {
    return sets.getOrDefault(set, new TreeSet<>());
  }

  /// All sets that Pods of this node have.
  Set<PolicySet> all(Direction direction) {
    Set<PolicySet> all = new HashSet<>(sets.keySet());
    all.removeIf(set -> set.direction() != direction);
    return all;
  }

  boolean none() {
    return sets.isEmpty();
  }

  /// The number of the Pod's set; 0 if it is not isolated in this direction.
  int number(ObjectKey pod, Direction direction) {
    PolicySet set = selected.getOrDefault(pod, Map.of()).get(direction);
    return set == null ? 0 : numbers.number(set);
  }

  /// The set's number; 0 if no Pod has it.
  int number(PolicySet set) {
    return sets.containsKey(set) ? numbers.number(set) : 0;
  }

  Optional<PolicySet> set(int number) {
    return numbers.key(number);
  }

  /// The sides of policies that changed, or whose sets did, since this was last asked.
  Set<Side> drainSides() {
    Set<Side> drained = Set.copyOf(changedSides);
    changedSides.clear();
    return drained;
  }

  /// The Pods whose sets, or whose sets' numbers, changed since this was last asked.
  Set<ObjectKey> drainPods() {
    Set<ObjectKey> drained = Set.copyOf(changedPods);
    changedPods.clear();
    return drained;
  }

  /// The sets that came, went or got another number since this was last asked.
  Set<PolicySet> drainSets() {
    Set<PolicySet> drained = Set.copyOf(changedSets);
    changedSets.clear();
    return drained;
  }
}
