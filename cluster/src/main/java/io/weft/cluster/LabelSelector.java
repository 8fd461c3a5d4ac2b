package io.weft.cluster;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A selector of objects by their labels (Kubernetes `LabelSelector`, meta/v1).
///
/// All requirements must hold; the empty selector selects everything. Where the API distinguishes an
/// absent selector from an empty one, an `Optional<LabelSelector>` says so.
///
/// @param requirements what must hold; `matchLabels` pairs come as [In] with one value
public record LabelSelector(List<Requirement> requirements) {

  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /// The selector that wants exactly these label values.
  public static LabelSelector matchLabels(Map<String, String> labels) {
    return new LabelSelector(
        new TreeMap<>(labels)
            .entrySet().stream().<Requirement>map(e -> new In(e.getKey(), e.getValue())).toList());
  }

  public boolean matches(Labels labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /// The label keys that decide; objects that agree on these are selected alike.
  public Stream<String> keys() {
    return requirements.stream().map(Requirement::key);
  }

  /// One requirement on one label (meta/v1 `LabelSelectorRequirement`).
  public sealed interface Requirement {

    String key();

    boolean matches(Labels labels);
  }

  /// The label exists and has one of the values.
  public record In(String key, NavigableSet<String> values) implements Requirement {
    public In {
      values = Collections.unmodifiableNavigableSet(new TreeSet<>(values));
    }

    public In(String key, String... values) {
      this(key, new TreeSet<>(Arrays.asList(values)));
    }

    @Override
    public boolean matches(Labels labels) {
      String value = labels.byKey().get(key);
      return value != null && values.contains(value);
    }
  }

  /// The label has none of the values, or does not exist.
  public record NotIn(String key, NavigableSet<String> values) implements Requirement {
    public NotIn {
      values = Collections.unmodifiableNavigableSet(new TreeSet<>(values));
    }

    public NotIn(String key, String... values) {
      this(key, new TreeSet<>(Arrays.asList(values)));
    }

    @Override
    public boolean matches(Labels labels) {
      String value = labels.byKey().get(key);
      return value == null || !values.contains(value);
    }
  }

  /// The label exists, with whatever value.
  public record Exists(String key) implements Requirement {
    @Override
    public boolean matches(Labels labels) {
      return labels.contains(key);
    }
  }

  /// The label does not exist.
  public record DoesNotExist(String key) implements Requirement {
    @Override
    public boolean matches(Labels labels) {
      return !labels.contains(key);
    }
  }
}
