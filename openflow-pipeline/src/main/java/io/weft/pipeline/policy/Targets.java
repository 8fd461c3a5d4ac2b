package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.pipeline.identity.Numbering;
import io.weft.policy.Direction;
import io.weft.policy.LabelSet;
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

  /// What decides which sets a Pod has: the policies as the index gives them, which is the same
  /// order for Pods that are alike, and the Pod's named ports.
  private record Selection(List<KnownPolicy> policies, List<OfferedPort> offered) {}

  /// The sets of some Pods of this node. To write down a set of thousands of policies costs more than
  /// to recognize what it is made from.
  private static final class Choice {
    final Selection selection;
    final Map<Direction, PolicySet> sets;
    private int pods;

    Choice(Selection selection, Map<Direction, PolicySet> sets) {
      this.selection = selection;
      this.sets = sets;
    }
  }

  /// The Pods that have a set, and the one object for it.
  private record Members(PolicySet set, TreeSet<ObjectKey> pods) {
    Members(PolicySet set) {
      this(set, new TreeSet<>());
    }
  }

  private final PeerAddresses pods;
  private final Map<ObjectKey, KnownPolicy> known = new HashMap<>();
  private final SelectorIndex<KnownPolicy> subjects = new SelectorIndex<>();
  private final Map<ObjectKey, Choice> selected = new HashMap<>();
  private final Map<Selection, Choice> choices = new HashMap<>();
  private final Map<PolicySet, Members> sets = new HashMap<>();
  private final Map<ObjectKey, Side.Pair> sides = new HashMap<>();
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
    KnownPolicy before = known.get(object.key());
    if (before == null || !before.object.equals(object)) {
      KnownPolicy now = new KnownPolicy(object);
      known.put(object.key(), now);
      subjects.add(now.subjects, now);
      changed(now);
      forget(before);
    }
  }

  void delete(ObjectKey key) {
    forget(known.remove(key));
  }

  private void forget(@Nullable KnownPolicy policy) {
    if (policy != null) {
      subjects.remove(policy.subjects, policy);
      changed(policy);
    }
  }

  private void changed(KnownPolicy known) {
    Side.Pair both = sides.get(known.key);
    if (both != null) { // else it is in force on no Pod yet
      changed(both.ingress());
      changed(both.egress());
    }
    for (ObjectKey pod : pods.attachedIn(known.object.namespace())) {
      if (known.subjects.matches(pods.labels(pod), Labels.NONE)) {
        stale.add(pod);
      }
    }
  }

  private Side.Pair sides(ObjectKey policy) {
    return sides.computeIfAbsent(policy, Side.Pair::of);
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
    KnownPolicy found = known.get(key);
    return found == null ? null : found.policy();
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
    for (ObjectKey pod : changed) {
      Choice before = selected.get(pod);
      Choice after = pods.attached(pod) ? choice(pod) : null;
      if (after != null) {
        after.pods++;
        selected.put(pod, after);
      } else {
        selected.remove(pod);
      }
      move(pod, sets(before), sets(after));
      if (before != null && --before.pods == 0) {
        choices.remove(before.selection);
      }
    }
  }

  private static Map<Direction, PolicySet> sets(@Nullable Choice choice) {
    return choice == null ? Map.of() : choice.sets;
  }

  private void move(
      ObjectKey pod, Map<Direction, PolicySet> before, Map<Direction, PolicySet> after) {
    if (!after.equals(before)) {
      after.values().forEach(set -> join(pod, set));
      before.values().stream()
          .filter(set -> !after.containsValue(set))
          .forEach(set -> leave(pod, set));
      changedPods.add(pod);
    }
  }

  private Choice choice(ObjectKey pod) {
    LabelSet labels = pods.labels(pod);
    List<KnownPolicy> policies = subjects.matching(labels, Labels.NONE);
    Selection selection = new Selection(policies, OfferedPort.of(labels.ports()));
    return choices.computeIfAbsent(selection, s -> new Choice(s, sets(s)));
  }

  private Map<Direction, PolicySet> sets(Selection selection) {
    Map<Direction, List<PolicySet.Member>> members = new EnumMap<>(Direction.class);
    for (KnownPolicy found : selection.policies()) {
      for (Direction direction : Direction.values()) {
        if (found.isolates(direction)) {
          members
              .computeIfAbsent(direction, _ -> new ArrayList<>())
              .add(found.member(direction, selection.offered()));
        }
      }
    }
    Map<Direction, PolicySet> found = new EnumMap<>(Direction.class);
    members.forEach((direction, list) -> {
      PolicySet set = PolicySet.of(direction, list);
      Members known = sets.get(set);
      found.put(direction, known == null ? set : known.set);
    });
    return found;
  }

  private void join(ObjectKey pod, PolicySet set) {
    Members members = sets.get(set);
    if (members == null) {
      sets.computeIfAbsent(set, Members::new).pods.add(pod);
      renumbered(numbers.add(set));
      for (PolicySet.Member member : set.members()) {
        Side side = sides(member.policy()).of(set.direction());
        side.join(new Side.Role(set, member));
        changed(side);
      }
    } else {
      members.pods.add(pod);
    }
  }

  private void leave(ObjectKey pod, PolicySet set) {
    Set<ObjectKey> pods = members(set);
    pods.remove(pod);
    if (pods.isEmpty()) {
      sets.remove(set);
      renumbered(numbers.remove(set));
      changedSets.add(set);
      for (PolicySet.Member member : set.members()) {
        Side side = sides(member.policy()).of(set.direction());
        side.leave(set);
        changed(side);
      }
    }
  }

  private void renumbered(Set<PolicySet> renumbered) {
    changedSets.addAll(renumbered);
    renumbered.forEach(set -> changedPods.addAll(members(set)));
  }

  /// The policy's part for the direction; null if it is not in force here.
  @Nullable Side side(ObjectKey policy, Direction direction) {
    Side.Pair both = sides.get(policy);
    return both == null ? null : both.of(direction);
  }

  /// The Pods that have the set, sorted.
  Set<ObjectKey> members(PolicySet set) {
    Members members = sets.get(set);
    return members == null ? new TreeSet<>() : members.pods;
  }

  /// Whether no Pod of this node is isolated.
  boolean none() {
    return sets.isEmpty();
  }

  /// The number of the Pod's set; 0 if it is not isolated in this direction.
  int number(ObjectKey pod, Direction direction) {
    PolicySet set = sets(selected.get(pod)).get(direction);
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
      Side.Pair both = sides.get(side.policy);
      if (both != null && !both.inForce()) {
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
