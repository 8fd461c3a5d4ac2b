package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.pipeline.identity.Numbering;
import io.weft.policy.Direction;
import io.weft.policy.LabelSet;
import io.weft.policy.NamedPort;
import io.weft.policy.Policy;
import io.weft.policy.SelectorIndex;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which policies select which Pods of this node.
final class Targets {

  /// Both sides of a policy.
  private record Sides(Side ingress, Side egress) {
    static Sides of(ObjectKey policy) {
      return new Sides(new Side(policy, Direction.INGRESS), new Side(policy, Direction.EGRESS));
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

  /// A known policy; each is equal to itself alone.
  private static final class Known {
    final NetworkPolicy object;
    final Policy policy;
    final Set<NamedPort> names;
    final PolicySet.Member nameless;

    Known(NetworkPolicy object) {
      this.object = object;
      this.policy = Policy.of(object);
      this.names = policy.names(Direction.INGRESS);
      this.nameless = new PolicySet.Member(policy.key(), List.of());
    }

    /// What names mean is for ingress the judged Pod's to say.
    PolicySet.Member ingressMember(List<OfferedPort> offered) {
      List<OfferedPort> ports = new ArrayList<>();
      if (!names.isEmpty()) {
        for (OfferedPort port : offered) {
          if (names.contains(port.name())) {
            ports.add(port);
          }
        }
      }
      return ports.isEmpty() ? nameless : new PolicySet.Member(policy.key(), ports);
    }
  }

  /// What decides which sets a Pod has.
  private record Selection(List<Known> policies, List<OfferedPort> offered) {}

  /// What decides which set of a direction it is.
  private record Membership(Direction direction, Set<PolicySet.Member> members) {}

  private final PeerAddresses pods;
  private final Map<ObjectKey, Known> known = new HashMap<>();
  private final SelectorIndex<Known> subjects = new SelectorIndex<>();
  private final Map<ObjectKey, Map<Direction, PolicySet>> selected = new HashMap<>();
  private final Map<PolicySet, TreeSet<ObjectKey>> sets = new HashMap<>();
  private final Map<Membership, PolicySet> byMembership = new HashMap<>();
  private final Map<ObjectKey, Sides> sides = new HashMap<>();
  private final Numbering<PolicySet> numbers;
  private Set<ObjectKey> stale = new HashSet<>();
  private Set<ObjectKey> changedPods = new HashSet<>();
  private Set<PolicySet> changedSets = new HashSet<>();
  private List<Side> changedSides = new ArrayList<>();

  Targets(PeerAddresses pods, int numberBits) {
    this.pods = pods;
    this.numbers = new Numbering<>(numberBits);
  }

  void put(NetworkPolicy object) {
    Known before = known.get(object.key());
    if (before == null || !before.object.equals(object)) {
      Known now = new Known(object);
      known.put(object.key(), now);
      subjects.add(now.policy.subjects(), now);
      changed(now);
      forget(before);
    }
  }

  void delete(ObjectKey key) {
    forget(known.remove(key));
  }

  private void forget(@Nullable Known policy) {
    if (policy != null) {
      subjects.remove(policy.policy.subjects(), policy);
      changed(policy);
    }
  }

  private void changed(Known known) {
    Sides both = sides(known.policy.key());
    changed(both.ingress);
    changed(both.egress);
    for (ObjectKey pod : pods.attachedIn(known.object.namespace())) {
      if (known.policy.subjects().matches(pods.labels(pod), Labels.NONE)) {
        stale.add(pod);
      }
    }
  }

  private Sides sides(ObjectKey policy) {
    return sides.computeIfAbsent(policy, Sides::of);
  }

  private void changed(Side side) {
    if (!side.changed) {
      side.changed = true;
      changedSides.add(side);
    }
  }

  /// The Pod's labels or ports changed, or whether it is attached here.
  void refresh(ObjectKey pod) {
    if (selected.containsKey(pod) || pods.attached(pod)) {
      stale.add(pod);
    }
  }

  /// The policy of this key, if it is known.
  @Nullable Policy policy(ObjectKey key) {
    Known found = known.get(key);
    return found == null ? null : found.policy;
  }

  /// The object that the policy was made from.
  Optional<NetworkPolicy> object(ObjectKey key) {
    return Optional.ofNullable(known.get(key)).map(found -> found.object);
  }

  /// All known policies.
  Set<ObjectKey> all() {
    return known.keySet();
  }

  /// Finds the sets of all Pods for which something changed.
  void settle() {
    Set<ObjectKey> changed = stale;
    stale = new HashSet<>();
    Map<Selection, Map<Direction, PolicySet>> seen = new HashMap<>();
    for (ObjectKey pod : changed) {
      Map<Direction, PolicySet> before = selected.getOrDefault(pod, Map.of());
      Map<Direction, PolicySet> after = pods.attached(pod) ? sets(pod, seen) : Map.of();
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
  }

  private Map<Direction, PolicySet> sets(
      ObjectKey pod, Map<Selection, Map<Direction, PolicySet>> seen) {
    LabelSet labels = pods.labels(pod);
    List<Known> policies = subjects.matching(labels, Labels.NONE);
    Selection selection = new Selection(policies, OfferedPort.of(labels.ports()));
    return seen.computeIfAbsent(selection, this::sets);
  }

  private Map<Direction, PolicySet> sets(Selection selection) {
    Map<Direction, Set<PolicySet.Member>> members = new EnumMap<>(Direction.class);
    for (Known found : selection.policies()) {
      if (found.policy.isolates(Direction.INGRESS)) {
        members
            .computeIfAbsent(Direction.INGRESS, _ -> new HashSet<>())
            .add(found.ingressMember(selection.offered()));
      }
      if (found.policy.isolates(Direction.EGRESS)) {
        members.computeIfAbsent(Direction.EGRESS, _ -> new HashSet<>()).add(found.nameless);
      }
    }
    Map<Direction, PolicySet> found = new EnumMap<>(Direction.class);
    members.forEach((direction, set) -> found.put(direction, set(new Membership(direction, set))));
    return found;
  }

  /// To write down a set of thousands of policies costs more than to recognize it.
  private PolicySet set(Membership membership) {
    PolicySet found = byMembership.get(membership);
    return found == null ? PolicySet.of(membership.direction(), membership.members()) : found;
  }

  private void join(ObjectKey pod, PolicySet set) {
    Set<ObjectKey> members = sets.get(set);
    if (members == null) {
      sets.computeIfAbsent(set, _ -> new TreeSet<>()).add(pod);
      byMembership.put(membership(set), set);
      renumbered(numbers.add(set));
      for (PolicySet.Member member : set.members()) {
        Side side = sides(member.policy()).of(set.direction());
        side.join(new Side.Role(set, member));
        changed(side);
      }
    } else {
      members.add(pod);
    }
  }

  private void leave(ObjectKey pod, PolicySet set) {
    Set<ObjectKey> members = sets.getOrDefault(set, new TreeSet<>());
    members.remove(pod);
    if (members.isEmpty()) {
      sets.remove(set);
      byMembership.remove(membership(set));
      renumbered(numbers.remove(set));
      changedSets.add(set);
      for (PolicySet.Member member : set.members()) {
        Side side = sides(member.policy()).of(set.direction());
        side.leave(set);
        changed(side);
      }
    }
  }

  private static Membership membership(PolicySet set) {
    return new Membership(set.direction(), new HashSet<>(set.members()));
  }

  private void renumbered(Set<PolicySet> renumbered) {
    changedSets.addAll(renumbered);
    renumbered.forEach(set -> changedPods.addAll(sets.getOrDefault(set, new TreeSet<>())));
  }

  /// The policy's part for the direction; empty if it is neither known nor was lately.
  @Nullable Side side(ObjectKey policy, Direction direction) {
    Sides both = sides.get(policy);
    return both == null ? null : both.of(direction);
  }

  /// The Pods that have the set, sorted.
  Set<ObjectKey> members(PolicySet set) {
    return sets.getOrDefault(set, new TreeSet<>());
  }

  /// Whether no Pod of this node is isolated.
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
  List<Side> drainSides() {
    List<Side> drained = changedSides;
    changedSides = new ArrayList<>();
    for (Side side : drained) {
      side.changed = false;
      Sides both = sides.get(side.policy);
      if (both != null && !known.containsKey(side.policy) && !both.inForce()) {
        sides.remove(side.policy);
      }
    }
    return drained;
  }

  /// The Pods whose sets, or whose sets' numbers, changed since this was last asked.
  Set<ObjectKey> drainPods() {
    Set<ObjectKey> drained = changedPods;
    changedPods = new HashSet<>();
    return drained;
  }

  /// The sets that came, went or got another number since this was last asked.
  Set<PolicySet> drainSets() {
    Set<PolicySet> drained = changedSets;
    changedSets = new HashSet<>();
    return drained;
  }
}
