package io.weft.policy;

import io.weft.cluster.Labels;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The selectors and port names that the rules in use refer to, and what they tell apart about a
/// Pod. Mutable; owned by one thread.
///
/// Labels that no selector in use reads do not split identities; neither do ports that no egress
/// rule names.
public final class PeerIndex {

  private final Map<PodSelector, Integer> selectorUses = new HashMap<>();
  private final Map<NamedPort, Integer> nameUses = new HashMap<>();
  private final SelectorIndex<PodSelector> selectors = new SelectorIndex<>();

  /// What came into use or went out of it: identities can change only for Pods that one of these
  /// selectors selects or that have one of these ports.
  public record Change(NavigableSet<PodSelector> selectors, NavigableSet<NamedPort> names) {
    public boolean isEmpty() {
      return selectors.isEmpty() && names.isEmpty();
    }

    /// Whether the identity of Pods with this label set may have changed.
    public boolean touches(LabelSet labelSet, Labels namespaceLabels) {
      return names.stream().anyMatch(name -> !labelSet.ports().numbers(name).isEmpty())
          || selectors.stream().anyMatch(s -> s.matches(labelSet, namespaceLabels));
    }
  }

  /// The rules of the policy are in use from now on. To be balanced by [#release] of the same value.
  public Change use(Policy policy) {
    NavigableSet<PodSelector> newSelectors = new TreeSet<>();
    for (PodSelector selector : policy.peerSelectors()) {
      if (selectorUses.merge(selector, 1, Integer::sum) == 1) {
        selectors.add(selector, selector);
        newSelectors.add(selector);
      }
    }
    NavigableSet<NamedPort> newNames = new TreeSet<>();
    for (NamedPort name : policy.names(Direction.EGRESS)) {
      if (nameUses.merge(name, 1, Integer::sum) == 1) {
        newNames.add(name);
      }
    }
    return new Change(newSelectors, newNames);
  }

  /// The rules of the policy are no longer in use.
  public Change release(Policy policy) {
    NavigableSet<PodSelector> oldSelectors = new TreeSet<>();
    for (PodSelector selector : policy.peerSelectors()) {
      if (released(selectorUses, selector)) {
        selectors.remove(selector, selector);
        oldSelectors.add(selector);
      }
    }
    NavigableSet<NamedPort> oldNames = new TreeSet<>();
    for (NamedPort name : policy.names(Direction.EGRESS)) {
      if (released(nameUses, name)) {
        oldNames.add(name);
      }
    }
    return new Change(oldSelectors, oldNames);
  }

  /// Takes one use away; returns whether it was the last.
  private static <K> boolean released(Map<K, Integer> uses, K key) {
    if (!uses.containsKey(key)) {
      throw new IllegalStateException(key + " is released but not in use");
    }
    return uses.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1) == null;
  }

  /// What the rules in use can tell about Pods with this label set.
  ///
  /// @param namespaceLabels the labels of the label set's namespace
  public Identity identity(LabelSet labelSet, Labels namespaceLabels) {
    NavigableSet<PodSelector> matching = selectors.matching(labelSet, namespaceLabels);
    NamedPorts names = labelSet.ports().only(nameUses.keySet());
    return matching.isEmpty() && names.isEmpty() ? Identity.NONE : new Identity(matching, names);
  }
}
