package io.weft.policy;

import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.Requirement;
import io.weft.cluster.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Values by the selectors that they belong to, so that finding those which match a label set costs
/// the labels it has and the candidates that share one, not the number of selectors.
///
/// Mutable; owned by one thread. Each selector is filed under what is rarest about it: a label value
/// it wants of Pods, else its namespace, else a label value it wants of namespaces, else nothing.
public final class SelectorIndex<T> {

  private enum Place {
    POD_LABEL,
    NAMESPACE,
    NAMESPACE_LABEL,
    ANYWHERE
  }

  /// @param namespace the one namespace, empty text for all
  private record Anchor(Place place, String namespace, String key, String value) {}

  private final Map<Anchor, Map<PodSelector, Set<T>>> entries = new HashMap<>();

  /// Adds a value under a selector.
  public void add(PodSelector selector, T value) {
    for (Anchor anchor : anchors(selector)) {
      entries
          .computeIfAbsent(anchor, _ -> new LinkedHashMap<>())
          .computeIfAbsent(selector, _ -> new LinkedHashSet<>())
          .add(value);
    }
  }

  /// Takes out what was added like this.
  public void remove(PodSelector selector, T value) {
    for (Anchor anchor : anchors(selector)) {
      Map<PodSelector, Set<T>> bySelector = entries.getOrDefault(anchor, new HashMap<>());
      Set<T> values = bySelector.getOrDefault(selector, new HashSet<>());
      values.remove(value);
      if (values.isEmpty()) {
        bySelector.remove(selector);
      }
      if (bySelector.isEmpty()) {
        entries.remove(anchor);
      }
    }
  }

  /// The values whose selectors match, in no order; a value that was added under several of them
  /// comes as often.
  public List<T> matching(LabelSet labelSet, Labels namespaceLabels) {
    List<T> found = new ArrayList<>();
    if (entries.isEmpty()) {
      return found;
    }
    String namespace = labelSet.namespace();
    labelSet
        .labels()
        .byKey()
        .forEach((key, value) -> {
          look(
              new Anchor(Place.POD_LABEL, namespace, key, value), labelSet, namespaceLabels, found);
          look(new Anchor(Place.POD_LABEL, "", key, value), labelSet, namespaceLabels, found);
        });
    look(new Anchor(Place.NAMESPACE, namespace, "", ""), labelSet, namespaceLabels, found);
    namespaceLabels
        .byKey()
        .forEach((key, value) ->
            look(
                new Anchor(Place.NAMESPACE_LABEL, "", key, value),
                labelSet,
                namespaceLabels,
                found));
    look(new Anchor(Place.ANYWHERE, "", "", ""), labelSet, namespaceLabels, found);
    return found;
  }

  private void look(Anchor anchor, LabelSet labelSet, Labels namespaceLabels, List<T> found) {
    entries
        .getOrDefault(anchor, Map.of())
        .forEach((selector, values) -> {
          if (selector.matches(labelSet, namespaceLabels)) {
            found.addAll(values);
          }
        });
  }

  private static List<Anchor> anchors(PodSelector selector) {
    String namespace = selector.namespace().orElse("");
    Optional<In> pods = narrowest(selector.pods().requirements());
    if (pods.isPresent()) {
      return anchors(Place.POD_LABEL, namespace, pods.get());
    }
    if (!namespace.isEmpty()) {
      return List.of(new Anchor(Place.NAMESPACE, namespace, "", ""));
    }
    return narrowest(selector.namespaces().requirements())
        .map(in -> anchors(Place.NAMESPACE_LABEL, "", in))
        .orElseGet(() -> List.of(new Anchor(Place.ANYWHERE, "", "", "")));
  }

  private static List<Anchor> anchors(Place place, String namespace, In in) {
    List<Anchor> anchors = new ArrayList<>();
    in.values().forEach(value -> anchors.add(new Anchor(place, namespace, in.key(), value)));
    return anchors;
  }

  /// The requirement of the fewest values, if one wants values.
  private static Optional<In> narrowest(List<Requirement> requirements) {
    In narrowest = null;
    for (Requirement requirement : requirements) {
      if (requirement instanceof In in
          && (narrowest == null || in.values().size() < narrowest.values().size())) {
        narrowest = in;
      }
    }
    return Optional.ofNullable(narrowest);
  }
}
