package io.weft.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.DoesNotExist;
import io.weft.cluster.LabelSelector.Exists;
import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.NotIn;
import io.weft.cluster.LabelSelector.Requirement;
import io.weft.cluster.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// One text per meaning, readable and without ambiguity: what selectors and label sets are ordered,
/// compared and hashed by. Label keys and values are of letters, digits, `-`, `_`, `.` and `/`.
final class Canonical {

  private Canonical() {}

  /// An unmodifiable copy; most sets of a policy are empty, and those are one.
  static <T> NavigableSet<T> copy(NavigableSet<T> set) {
    return set.isEmpty()
        ? Collections.emptyNavigableSet()
        : Collections.unmodifiableNavigableSet(new TreeSet<>(set));
  }

  /// `a=1,b=`.
  static String labels(Labels labels) {
    StringBuilder text = new StringBuilder();
    labels
        .byKey()
        .forEach((key, value) -> {
          separate(text);
          text.append(key).append('=').append(value);
        });
    return text.toString();
  }

  /// The same selector, its requirements in order and none twice.
  static LabelSelector sorted(LabelSelector selector) {
    if (selector.requirements().size() < 2) {
      return selector;
    }
    List<Requirement> requirements = new ArrayList<>(new LinkedHashSet<>(selector.requirements()));
    requirements.sort(Comparator.comparing(Canonical::requirement));
    return new LabelSelector(requirements);
  }

  /// `a in (1,2),!b`; `*` for the empty selector.
  static String selector(LabelSelector selector) {
    if (selector.requirements().isEmpty()) {
      return "*";
    }
    StringBuilder text = new StringBuilder();
    for (Requirement requirement : selector.requirements()) {
      separate(text);
      text.append(requirement(requirement));
    }
    return text.toString();
  }

  private static void separate(StringBuilder text) {
    if (!text.isEmpty()) {
      text.append(',');
    }
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
