package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.policy.LabelSet;
import io.weft.policy.PodSelector;
import io.weft.policy.SelectorIndex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The selectors that rules in force use.
final class PeerSelectors {

  /// A selector that some rule uses.
  static final class Node {
    final PodSelector selector;
    final Set<Rules.Node> rules = new HashSet<>();
    final Set<LabelSets.Node> sets = new HashSet<>();
    final Set<Identities.Node> identities = new HashSet<>();

    Node(PodSelector selector) {
      this.selector = selector;
    }

    @Override
    public String toString() {
      return selector.toString();
    }
  }

  private final Map<PodSelector, Node> nodes = new HashMap<>();
  private final SelectorIndex<Node> index = new SelectorIndex<>();

  /// The selector, if some rule uses it.
  @Nullable Node node(PodSelector selector) {
    return nodes.get(selector);
  }

  Node add(PodSelector selector) {
    Node node = new Node(selector);
    nodes.put(selector, node);
    index.add(selector, node);
    return node;
  }

  void remove(Node node) {
    nodes.remove(node.selector);
    index.remove(node.selector, node);
  }

  /// The selectors that mean the set.
  List<Node> selecting(LabelSet set, Labels namespaceLabels) {
    return index.matching(set, namespaceLabels);
  }
}
