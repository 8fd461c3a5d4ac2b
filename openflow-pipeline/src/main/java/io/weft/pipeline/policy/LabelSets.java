package io.weft.pipeline.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.policy.LabelSet;
import io.weft.policy.NamedPort;
import io.weft.policy.PodSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The label sets that peers have, and the ways to find those that a selector means without looking
/// at all of them.
final class LabelSets {

  /// A label set that some address has.
  static final class Node {
    final LabelSet set;
    final List<OfferedPort> ports;
    private final String text;
    final Set<PeerSelectors.Node> selectors = new HashSet<>();
    Optional<Identities.Node> identity = Optional.empty();

    /// The labels of its namespace.
    Labels namespace;

    private int uses;
    private boolean indexed;

    Node(LabelSet set, String text, Labels namespace) {
      this.set = set;
      this.text = text;
      this.namespace = namespace;
      this.ports = OfferedPort.of(set.ports());
    }

    boolean live() {
      return uses > 0;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Labels> namespaces = new HashMap<>();
  private final Map<String, Set<Node>> byNamespace = new HashMap<>();
  private final Map<String, Map<String, Set<Node>>> byLabel = new HashMap<>();
  private final Map<NamedPort, Set<Node>> byPortName = new HashMap<>();
  private final Map<NamedPort, TreeMap<Integer, Integer>> numbers = new HashMap<>();
  private Set<Node> touched = new LinkedHashSet<>();
  private Set<NamedPort> renumbered = new HashSet<>();

  /// One more address has the set.
  ///
  /// @param last what the last address that has it was answered, if any is known
  Node use(LabelSet set, @Nullable Node last) {
    if (last != null && last.live()) {
      last.uses++;
      touched.add(last);
      return last;
    }
    String text = set.toString();
    Node node = nodes.get(text);
    if (node == null) {
      node = new Node(set, text, namespace(set.namespace()));
      nodes.put(text, node);
    }
    node.uses++;
    touched.add(node);
    return node;
  }

  /// One address less has the set.
  void release(Node node) {
    if (node.uses == 0) {
      throw new IllegalStateException("released, but nobody has it: " + node);
    }
    node.uses--;
    touched.add(node);
  }

  void putNamespace(String name, Labels labels) {
    if (!labels.equals(namespaces.put(name, labels))) {
      relabelled(name);
    }
  }

  void deleteNamespace(String name) {
    if (namespaces.remove(name) != null) {
      relabelled(name);
    }
  }

  private void relabelled(String namespace) {
    Labels labels = namespace(namespace);
    for (Node node : inNamespace(namespace)) {
      node.namespace = labels;
      touched.add(node);
    }
  }

  /// The namespace's labels; if its object is not known (yet), the one that the API server gives.
  private Labels namespace(String name) {
    Labels labels = namespaces.get(name);
    return labels == null ? Labels.of(Map.of(NAME_LABEL, name)) : labels;
  }

  Optional<Node> node(LabelSet set) {
    return node(set.toString());
  }

  Optional<Node> node(String text) {
    return Optional.ofNullable(nodes.get(text));
  }

  /// The sets that came, went, or whose namespace changed since this was last asked; those that went
  /// are no longer found.
  Set<Node> settle() {
    Set<Node> settled = touched;
    touched = new LinkedHashSet<>();
    for (Node node : settled) {
      if (node.live() && !node.indexed) {
        node.indexed = true;
        index(node);
      } else if (!node.live()) {
        nodes.remove(node.text);
        if (node.indexed) {
          node.indexed = false;
          unindex(node);
        }
      }
    }
    return settled;
  }

  /// The port names whose numbers changed since this was last asked.
  Set<NamedPort> drainRenumbered() {
    Set<NamedPort> drained = renumbered;
    renumbered = new HashSet<>();
    return drained;
  }

  /// The numbers that peers give the name.
  Set<Integer> numbers(NamedPort name) {
    return numbers.getOrDefault(name, new TreeMap<>()).keySet();
  }

  Set<Node> withPortName(NamedPort name) {
    return byPortName.getOrDefault(name, Set.of());
  }

  private Set<Node> inNamespace(String name) {
    return byNamespace.getOrDefault(name, Set.of());
  }

  private void index(Node node) {
    byNamespace.computeIfAbsent(node.set.namespace(), _ -> new HashSet<>()).add(node);
    node.namespace = namespace(node.set.namespace()); // it may have come since
    node.set
        .labels()
        .byKey()
        .forEach((key, value) ->
            byLabel
                .computeIfAbsent(key, _ -> new HashMap<>())
                .computeIfAbsent(value, _ -> new HashSet<>())
                .add(node));
    for (OfferedPort port : node.ports) {
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
    for (OfferedPort port : node.ports) {
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
  List<Node> selected(PodSelector selector) {
    List<Node> selected = new ArrayList<>();
    for (Node node : candidates(selector)) {
      if (selector.matches(node.set, node.namespace)) {
        selected.add(node);
      }
    }
    return selected;
  }

  private Set<Node> candidates(PodSelector selector) {
    Optional<Set<Node>> near = selector.namespace().map(this::inNamespace);
    Optional<LabelSelector.In> rarest = rarest(selector.pods());
    if (rarest.isEmpty()) {
      return near.orElseGet(() -> namespaced(selector));
    }
    int enough = near.map(Set::size).orElse(Integer.MAX_VALUE);
    Map<String, Set<Node>> values = byLabel.getOrDefault(rarest.get().key(), Map.of());
    if (rarest.get().values().size() == 1) {
      Set<Node> labelled = values.getOrDefault(rarest.get().values().first(), Set.of());
      return near.filter(nodes -> nodes.size() < labelled.size()).orElse(labelled);
    }
    Set<Node> labelled = new HashSet<>();
    for (String value : rarest.get().values()) {
      Set<Node> more = values.getOrDefault(value, Set.of());
      if (labelled.size() + more.size() >= enough) {
        return near.orElse(more);
      }
      labelled.addAll(more);
    }
    return labelled;
  }

  /// The requirement that fewest values fulfil.
  private static Optional<LabelSelector.In> rarest(LabelSelector selector) {
    return selector.requirements().stream()
        .filter(LabelSelector.In.class::isInstance)
        .map(LabelSelector.In.class::cast)
        .min(Comparator.comparingInt(in -> in.values().size()));
  }

  private Set<Node> namespaced(PodSelector selector) {
    Set<Node> found = new HashSet<>();
    byNamespace.forEach((name, sets) -> {
      if (selector.namespaces().matches(namespace(name))) {
        found.addAll(sets);
      }
    });
    return found;
  }
}
