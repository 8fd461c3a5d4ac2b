package io.weft.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.DoesNotExist;
import io.weft.cluster.LabelSelector.Exists;
import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.NotIn;
import io.weft.cluster.LabelSelector.Requirement;
import io.weft.cluster.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/// One text per meaning, readable and without ambiguity: what selectors and label sets are ordered,
/// compared and hashed by. Label keys and values are of letters, digits, `-`, `_`, `.` and `/`.
final class Canonical {

  private Canonical() {}

  /// `a=1,b=`.
  static String labels(Labels labels) {
    return labels.byKey().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /// The same selector, its requirements in order and none twice.
  static LabelSelector sorted(LabelSelector selector) {
    List<Requirement> requirements =
        selector.requirements().stream()
            .distinct()
            .sorted(Comparator.comparing(Canonical::requirement))
            .toList();
    return new LabelSelector(requirements);
  }

  /// `a in (1,2),!b`; `*` for the empty selector.
  static String selector(LabelSelector selector) {
    return selector.requirements().isEmpty()
        ? "*"
        : selector.requirements().stream()
            .map(Canonical::requirement)
            .collect(Collectors.joining(","));
  }

  private static String requirement(Requirement requirement) {
    return switch (requirement) {
      case In(String key, NavigableSet<String> values) when values.size() == 1 ->
          key + "=" + values.first();
      case In(String key, NavigableSet<String> values) ->
          key + " in (" + String.join(",", values) + ")";
      case NotIn(String key, NavigableSet<String> values) ->
          key + " notin (" + String.join(",", values) + ")";
      case Exists(String key) -> key;
      case DoesNotExist(String key) -> "!" + key;
    };
  }
}
