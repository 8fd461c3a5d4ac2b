package io.weft.pipeline.policy;

import io.weft.cluster.LabelSelector;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The selectors that rules in force use, and the ways to find those that mean a label set without
/// asking all of them.
final class PeerSelectors {

  /// A selector that some rule uses.
  static final class Node {
    final PeerSelector selector;
    final Set<Rules.Node> rules = new HashSet<>();
    final Set<LabelSets.Node> sets = new HashSet<>();
    final Set<Identities.Node> identities = new HashSet<>();

    Node(PeerSelector selector) {
      this.selector = selector;
    }

    @Override
    public String toString() {
      return selector.toString();
    }
  }

  /// A label that a Pod must have.
  private record Wanted(String key, String value) {}

  private final Map<PeerSelector, Node> nodes = new HashMap<>();
  private final Map<Wanted, Set<Node>> byLabel = new HashMap<>();
  private final Map<String, Set<Node>> byNamespace = new HashMap<>();
  private final Set<Node> wide = new HashSet<>();

  /// The requirement by which a selector is found: the one that fewest values fulfil.
  static Optional<LabelSelector.In> pivot(PeerSelector selector) {
    return selector.pods().requirements().stream()
        .filter(LabelSelector.In.class::isInstance)
        .map(LabelSelector.In.class::cast)
        .min(Comparator.comparingInt(in -> in.values().size()));
  }

  Optional<Node> node(PeerSelector selector) {
    return Optional.ofNullable(nodes.get(selector));
  }

  Node add(PeerSelector selector) {
    Node node = new Node(selector);
    nodes.put(selector, node);
    for (Set<Node> place : places(node)) {
      place.add(node);
    }
    return node;
  }

  void remove(Node node) {
    nodes.remove(node.selector);
    for (Set<Node> place : places(node)) {
      place.remove(node);
    }
  }

  private Collection<Set<Node>> places(Node node) {
    Optional<LabelSelector.In> pivot = pivot(node.selector);
    if (pivot.isPresent()) {
      return pivot.get().values().stream()
          .map(value -> new Wanted(pivot.get().key(), value))
          .map(wanted -> byLabel.computeIfAbsent(wanted, _ -> new HashSet<>()))
          .toList();
    }
    return switch (node.selector.scope()) {
      case PeerSelector.Scope.Named(String namespace) ->
          Set.of(byNamespace.computeIfAbsent(namespace, _ -> new HashSet<>()));
      case PeerSelector.Scope.Selected _ -> Set.of(wide);
    };
  }

  /// The selectors that mean the set.
  Set<Node> selecting(LabelSet set, LabelSets sets) {
    Set<Node> found = new HashSet<>();
    set.labels()
        .byKey()
        .forEach((key, value) ->
            collect(byLabel.getOrDefault(new Wanted(key, value), Set.of()), set, sets, found));
    collect(byNamespace.getOrDefault(set.namespace(), Set.of()), set, sets, found);
    collect(wide, set, sets, found);
    return found;
  }

  private static void collect(Set<Node> from, LabelSet set, LabelSets sets, Set<Node> to) {
    for (Node node : from) {
      if (node.selector.selects(set, sets.namespace(set.namespace()))) {
        to.add(node);
      }
    }
  }
}
