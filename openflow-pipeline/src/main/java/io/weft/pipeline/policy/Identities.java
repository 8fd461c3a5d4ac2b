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
import org.jspecify.annotations.Nullable;

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
  private Set<LabelSets.Node> changedSets = new LinkedHashSet<>();
  private Set<Identity> changedIdentities = new HashSet<>();

  Identities(LabelSets sets, int numberBits) {
    this.sets = sets;
    this.numbers = new Numbering<>(numberBits);
  }

  /// A rule has come into force; peers are told apart by what it asks for.
  void add(Rules.Node rule) {
    List<PeerSelectors.Node> asked = new ArrayList<>(rule.part.selectors().size());
    for (PodSelector selector : rule.part.selectors()) {
      PeerSelectors.Node node = selectors.node(selector);
      if (node == null) {
        node = select(selector);
      }
      node.rules.add(rule);
      asked.add(node);
    }
    rule.selectors = asked;
    OfferedPort offer = askedByOffer(rule);
    if (offer != null) {
      askingOffer.computeIfAbsent(offer, _ -> new HashSet<>()).add(rule);
    }
  }

  /// A rule is no longer in force.
  void remove(Rules.Node rule) {
    touch(rule);
    for (PeerSelectors.Node node : rule.selectors) {
      node.rules.remove(rule);
      if (node.rules.isEmpty()) {
        deselect(node);
      }
    }
    OfferedPort offer = askedByOffer(rule);
    if (offer != null) {
      Set<Rules.Node> rules = askingOffer.getOrDefault(offer, new HashSet<>());
      rules.remove(rule);
      if (rules.isEmpty()) {
        askingOffer.remove(offer);
      }
    }
  }

  /// The port by whose offer alone the rule knows its peers; null if it asks for more or less.
  private static @Nullable OfferedPort askedByOffer(Rules.Node rule) {
    return rule.selectors.isEmpty() ? rule.part.offers().orElse(null) : null;
  }

  /// The identities that the rule allows have to be written anew: it has another number.
  void touch(Rules.Node rule) {
    for (PeerSelectors.Node selector : rule.selectors) {
      for (Node identity : selector.identities) {
        changedIdentities.add(identity.identity);
      }
    }
    OfferedPort offer = askedByOffer(rule);
    if (offer != null) {
      for (Node identity : offering.getOrDefault(offer, Set.of())) {
        changedIdentities.add(identity.identity);
      }
    }
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
      now.addAll(selectors.selecting(set.set, set.namespace));
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
    Identity identity = new Identity(set.selectors, offers(set));
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

  private List<OfferedPort> offers(LabelSets.Node set) {
    if (namesInUse.isEmpty()) {
      return List.of();
    }
    List<OfferedPort> offers = new ArrayList<>();
    for (OfferedPort port : set.ports) {
      if (namesInUse.containsKey(port.name())) {
        offers.add(port);
      }
    }
    return offers;
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
    changedSets = new LinkedHashSet<>();
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
      allow(selector.rules, identity, direction, found);
    }
    for (OfferedPort port : identity.offers()) {
      allow(askingOffer.getOrDefault(port, Set.of()), identity, direction, found);
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
      Set<Rules.Node> rules, Identity identity, Direction direction, List<Clause> to) {
    for (Rules.Node rule : rules) {
      NumberedPart numbered = rule.numbered();
      if (numbered != null && rule.side.direction == direction && offers(identity, rule.part)) {
        to.add(numbered.clause(rule.part.clauses().identities()));
      }
    }
  }

  private static boolean offers(Identity identity, RulePart part) {
    Optional<OfferedPort> asked = part.offers();
    return asked.isEmpty() || identity.offers().contains(asked.get());
  }
}
