package io.weft.pipeline.policy;

import io.weft.pipeline.identity.Numbering;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.PodSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// From label sets to identities, by the selectors and port names that rules in force use.
final class Identities {

  /// An identity that some label set has.
  static final class Node {
    final Identity identity;
    private final Set<PeerSelectors.Node> selectors;
    private final Set<LabelSets.Node> members = new HashSet<>();

    Node(Identity identity, Set<PeerSelectors.Node> selectors) {
      this.identity = identity;
      this.selectors = Set.copyOf(selectors);
    }

    @Override
    public String toString() {
      return identity.toString();
    }
  }

  private final LabelSets sets;
  private final PeerSelectors selectors = new PeerSelectors();
  private final Map<NamedPort, Integer> namesInUse = new HashMap<>();
  private final Map<OfferedPort, Set<Node>> offering = new HashMap<>();
  private final Map<OfferedPort, Set<Rules.Node>> askingOffer = new HashMap<>();
  private final Map<Identity, Node> nodes = new HashMap<>();
  private final Numbering<Identity> numbers;
  private Set<LabelSets.Node> stale = new LinkedHashSet<>();
  private Set<LabelSets.Node> changedSets = new HashSet<>();
  private Set<Identity> changedIdentities = new HashSet<>();

  Identities(LabelSets sets, int numberBits) {
    this.sets = sets;
    this.numbers = new Numbering<>(numberBits);
  }

  /// A rule has come into force; peers are told apart by what it asks for.
  void add(Rules.Node rule) {
    for (PodSelector selector : rule.part.selectors()) {
      PeerSelectors.Node node = selectors.node(selector).orElseGet(() -> select(selector));
      node.rules.add(rule);
    }
    askedByOffer(rule)
        .ifPresent(port -> askingOffer.computeIfAbsent(port, _ -> new HashSet<>()).add(rule));
    touch(rule);
  }

  /// A rule is no longer in force.
  void remove(Rules.Node rule) {
    touch(rule);
    for (PodSelector selector : rule.part.selectors()) {
      selectors
          .node(selector)
          .ifPresent(node -> {
            node.rules.remove(rule);
            if (node.rules.isEmpty()) {
              deselect(node);
            }
          });
    }
    askedByOffer(rule)
        .ifPresent(port -> {
          Set<Rules.Node> rules = askingOffer.getOrDefault(port, new HashSet<>());
          rules.remove(rule);
          if (rules.isEmpty()) {
            askingOffer.remove(port);
          }
        });
  }

  /// The port by whose offer alone the rule knows its peers.
  private static Optional<OfferedPort> askedByOffer(Rules.Node rule) {
    return rule.part.selectors().isEmpty() ? rule.part.offers() : Optional.empty();
  }

  /// The identities that the rule allows have to be written anew.
  void touch(Rules.Node rule) {
    for (PodSelector selector : rule.part.selectors()) {
      selectors
          .node(selector)
          .ifPresent(node ->
              node.identities.forEach(identity -> changedIdentities.add(identity.identity)));
    }
    askedByOffer(rule)
        .ifPresent(port ->
            offering
                .getOrDefault(port, Set.of())
                .forEach(identity -> changedIdentities.add(identity.identity)));
  }

  private PeerSelectors.Node select(PodSelector selector) {
    PeerSelectors.Node node = selectors.add(selector);
    for (LabelSets.Node set : sets.selected(selector)) {
      node.sets.add(set);
      set.selectors.add(node);
      stale.add(set);
    }
    return node;
  }

  private void deselect(PeerSelectors.Node node) {
    selectors.remove(node);
    for (LabelSets.Node set : node.sets) {
      set.selectors.remove(node);
      stale.add(set);
    }
  }

  /// A policy in force asks for the port name.
  void use(NamedPort name) {
    if (namesInUse.merge(name, 1, Integer::sum) == 1) {
      stale.addAll(sets.withPortName(name));
    }
  }

  /// A policy in force asks for the port name no more.
  void release(NamedPort name) {
    if (namesInUse.merge(name, -1, Integer::sum) == 0) {
      namesInUse.remove(name);
      stale.addAll(sets.withPortName(name));
    }
  }

  /// The label set came, went, or its namespace changed: asks all selectors again.
  void refresh(LabelSets.Node set) {
    Set<PeerSelectors.Node> now = new HashSet<>();
    if (set.live()) {
      now.addAll(selectors.selecting(set.set, sets.namespace(set.set.namespace())));
    }
    for (PeerSelectors.Node old : set.selectors) {
      if (!now.contains(old)) {
        old.sets.remove(set);
      }
    }
    now.forEach(selector -> selector.sets.add(set));
    set.selectors.clear();
    set.selectors.addAll(now);
    stale.add(set);
  }

  /// Gives every label set whose selectors or names changed its identity.
  void settle() {
    List<Node> left = new ArrayList<>();
    Set<LabelSets.Node> changed = stale;
    stale = new LinkedHashSet<>();
    for (LabelSets.Node set : changed) {
      Optional<Node> before = set.identity;
      Optional<Node> after = set.live() ? identity(set) : Optional.empty();
      if (!before.equals(after)) {
        after.ifPresent(node -> node.members.add(set));
        before.ifPresent(node -> node.members.remove(set));
        before.ifPresent(left::add);
        set.identity = after;
        changedSets.add(set);
      }
    }
    for (Node node : left) {
      if (node.members.isEmpty() && nodes.get(node.identity) == node) {
        forget(node);
      }
    }
  }

  private Optional<Node> identity(LabelSets.Node set) {
    Identity identity =
        new Identity(
            set.selectors,
            set.ports.stream().filter(port -> namesInUse.containsKey(port.name())).toList());
    if (identity.isNothing()) {
      return Optional.empty();
    }
    Node known = nodes.get(identity);
    if (known != null && known.selectors.equals(set.selectors)) {
      return Optional.of(known);
    }
    if (known != null) {
      forget(known);
    }
    Node node = new Node(identity, set.selectors);
    nodes.put(identity, node);
    renumbered(numbers.add(identity));
    changedIdentities.add(identity);
    node.selectors.forEach(selector -> selector.identities.add(node));
    identity
        .offers()
        .forEach(port -> offering.computeIfAbsent(port, _ -> new HashSet<>()).add(node));
    return Optional.of(node);
  }

  private void forget(Node node) {
    nodes.remove(node.identity);
    renumbered(numbers.remove(node.identity));
    changedIdentities.add(node.identity);
    node.selectors.forEach(selector -> selector.identities.remove(node));
    for (OfferedPort port : node.identity.offers()) {
      Set<Node> offerers = offering.getOrDefault(port, new HashSet<>());
      offerers.remove(node);
      if (offerers.isEmpty()) {
        offering.remove(port);
      }
    }
  }

  private void renumbered(Set<Identity> identities) {
    changedIdentities.addAll(identities);
    for (Identity identity : identities) {
      Optional.ofNullable(nodes.get(identity))
          .ifPresent(node -> node.members.forEach(set -> changedSets.add(set)));
    }
  }

  /// The label sets whose identity, or whose identity's number, changed since this was last asked.
  Set<LabelSets.Node> drainSets() {
    Set<LabelSets.Node> drained = changedSets;
    changedSets = new HashSet<>();
    return drained;
  }

  /// The identities that came, went, or are allowed by other rules since this was last asked.
  Set<Identity> drainIdentities() {
    Set<Identity> drained = changedIdentities;
    changedIdentities = new HashSet<>();
    return drained;
  }

  /// The identity's number; 0 if no label set has it.
  int number(Identity identity) {
    return nodes.containsKey(identity) ? numbers.number(identity) : 0;
  }

  Optional<Identity> identity(int number) {
    return numbers.key(number);
  }

  /// How many identities there are.
  int count() {
    return nodes.size();
  }

  /// The clauses that peers of this identity fulfil, sorted.
  List<Clause> clauses(Identity identity, Direction direction) {
    List<Clause> found = new ArrayList<>();
    Node node = nodes.get(identity);
    if (node == null) {
      return List.of();
    }
    for (PeerSelectors.Node selector : node.selectors) {
      selector.rules.forEach(rule -> allow(rule, identity, direction, found));
    }
    for (OfferedPort port : identity.offers()) {
      askingOffer
          .getOrDefault(port, Set.of())
          .forEach(rule -> allow(rule, identity, direction, found));
    }
    found.sort(Clause.ORDER);
    List<Clause> clauses = new ArrayList<>(found.size());
    for (Clause clause : found) { // several of a rule's selectors may mean the identity
      if (clauses.isEmpty() || Clause.ORDER.compare(clauses.getLast(), clause) != 0) {
        clauses.add(clause);
      }
    }
    return clauses;
  }

  private static void allow(
      Rules.Node rule, Identity identity, Direction direction, List<Clause> to) {
    RulePart part = rule.part;
    if (part.direction() == direction
        && part.offers().filter(port -> !identity.offers().contains(port)).isEmpty()) {
      rule.numbered().ifPresent(numbered -> to.add(numbered.clause(part.clauses().identities())));
    }
  }
}
