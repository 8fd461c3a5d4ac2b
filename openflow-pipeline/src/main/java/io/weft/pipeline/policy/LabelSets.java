package io.weft.pipeline.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The label sets that peers have, and the ways to find those that a selector means without looking
/// at all of them.
final class LabelSets {

  /// A label set that some address has.
  static final class Node {
    final LabelSet set;
    final Set<PeerSelectors.Node> selectors = new HashSet<>();
    Optional<Identities.Node> identity = Optional.empty();
    private int uses;
    private boolean indexed;

    Node(LabelSet set) {
      this.set = set;
    }

    boolean live() {
      return uses > 0;
    }

    @Override
    public String toString() {
      return set.toString();
    }
  }

  private final Map<LabelSet, Node> nodes = new HashMap<>();
  private final Map<String, Labels> namespaces = new HashMap<>();
  private final Map<String, Set<Node>> byNamespace = new HashMap<>();
  private final Map<String, Map<String, Set<Node>>> byLabel = new HashMap<>();
  private final Map<PortName, Set<Node>> byPortName = new HashMap<>();
  private final Map<PortName, TreeMap<Integer, Integer>> numbers = new HashMap<>();
  private final Set<Node> touched = new LinkedHashSet<>();
  private final Set<PortName> renumbered = new HashSet<>();

  /// One more address has the set.
  void use(LabelSet set) {
    Node node = nodes.computeIfAbsent(set, Node::new);
    node.uses++;
    touched.add(node);
  }

  /// One address less has the set.
  void release(LabelSet set) {
    Node node = nodes.get(set);
    if (node == null || node.uses == 0) {
      throw new IllegalStateException("released, but nobody has it: " + set);
    }
    node.uses--;
    touched.add(node);
  }

  void putNamespace(String name, Labels labels) {
    if (!labels.equals(namespaces.put(name, labels))) {
      touched.addAll(inNamespace(name));
    }
  }

  void deleteNamespace(String name) {
    if (namespaces.remove(name) != null) {
      touched.addAll(inNamespace(name));
    }
  }

  /// The namespace's labels; empty if its object is not known.
  Optional<Labels> namespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  Set<String> knownNamespaces() {
    return namespaces.keySet();
  }

  Optional<Node> node(LabelSet set) {
    return Optional.ofNullable(nodes.get(set));
  }

  Collection<Node> all() {
    return nodes.values();
  }

  /// The sets that came, went, or whose namespace changed since this was last asked; those that went
  /// are no longer found.
  List<Node> settle() {
    List<Node> settled = List.copyOf(touched);
    touched.clear();
    for (Node node : settled) {
      if (node.live() && !node.indexed) {
        node.indexed = true;
        index(node);
      } else if (!node.live()) {
        nodes.remove(node.set);
        if (node.indexed) {
          node.indexed = false;
          unindex(node);
        }
      }
    }
    return settled;
  }

  /// The port names whose numbers changed since this was last asked.
  Set<PortName> drainRenumbered() {
    Set<PortName> drained = Set.copyOf(renumbered);
    renumbered.clear();
    return drained;
  }

  /// The numbers that peers give the name.
  Set<Integer> numbers(PortName name) {
    return numbers.getOrDefault(name, new TreeMap<>()).keySet();
  }

  Set<Node> withPortName(PortName name) {
    return byPortName.getOrDefault(name, Set.of());
  }

  private Set<Node> inNamespace(String name) {
    return byNamespace.getOrDefault(name, Set.of());
  }

  private void index(Node node) {
    byNamespace.computeIfAbsent(node.set.namespace(), _ -> new HashSet<>()).add(node);
    node.set
        .labels()
        .byKey()
        .forEach((key, value) ->
            byLabel
                .computeIfAbsent(key, _ -> new HashMap<>())
                .computeIfAbsent(value, _ -> new HashSet<>())
                .add(node));
    for (NamedPort port : node.set.ports()) {
      byPortName.computeIfAbsent(port.name(), _ -> new HashSet<>()).add(node);
      TreeMap<Integer, Integer> counts = numbers.computeIfAbsent(port.name(), _ -> new TreeMap<>());
      if (counts.merge(port.number(), 1, Integer::sum) == 1) {
        renumbered.add(port.name());
      }
    }
  }

  private void unindex(Node node) {
    remove(byNamespace, node.set.namespace(), node);
    node.set
        .labels()
        .byKey()
        .forEach((key, value) -> {
          Map<String, Set<Node>> values = byLabel.getOrDefault(key, new HashMap<>());
          remove(values, value, node);
          if (values.isEmpty()) {
            byLabel.remove(key);
          }
        });
    for (NamedPort port : node.set.ports()) {
      remove(byPortName, port.name(), node);
      TreeMap<Integer, Integer> counts = numbers.getOrDefault(port.name(), new TreeMap<>());
      if (counts.merge(port.number(), -1, Integer::sum) == 0) {
        counts.remove(port.number());
        renumbered.add(port.name());
      }
      if (counts.isEmpty()) {
        numbers.remove(port.name());
      }
    }
  }

  private static <K> void remove(Map<K, Set<Node>> index, K key, Node node) {
    Set<Node> nodes = index.getOrDefault(key, new HashSet<>());
    nodes.remove(node);
    if (nodes.isEmpty()) {
      index.remove(key);
    }
  }

  /// The sets that the selector means. Costs about as much as there are sets with the rarest of the
  /// things that it asks for.
  List<Node> selected(PeerSelector selector) {
    return candidates(selector).stream()
        .filter(node -> selector.selects(node.set, namespace(node.set.namespace())))
        .toList();
  }

  private Set<Node> candidates(PeerSelector selector) {
    Set<Node> best =
        switch (selector.scope()) {
          case PeerSelector.Scope.Named(String namespace) -> inNamespace(namespace);
          case PeerSelector.Scope.Selected _ -> namespaced(selector);
        };
    Optional<LabelSelector.In> pivot = PeerSelectors.pivot(selector);
    if (pivot.isEmpty()) {
      return best;
    }
    Map<String, Set<Node>> values = byLabel.getOrDefault(pivot.get().key(), Map.of());
    Set<Node> labelled = new HashSet<>();
    for (String value : new TreeSet<>(pivot.get().values())) {
      Set<Node> more = values.getOrDefault(value, Set.of());
      if (labelled.size() + more.size() >= best.size()) {
        return best;
      }
      labelled.addAll(more);
    }
    return labelled;
  }

  private Set<Node> namespaced(PeerSelector selector) {
    Set<Node> found = new HashSet<>();
    byNamespace.forEach((name, sets) -> {
      if (selector.selectsNamespace(name, namespace(name))) {
        found.addAll(sets);
      }
    });
    return found;
  }
}
