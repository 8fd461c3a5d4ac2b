package io.weft.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The labels of an object, ordered by key.
///
/// @param byKey label values by label key; a value may be the empty string
public record Labels(NavigableMap<String, String> byKey) {

  public static final Labels NONE = new Labels(new TreeMap<>());

  public Labels {
    byKey = Collections.unmodifiableNavigableMap(new TreeMap<>(byKey));
  }

  public static Labels of(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return NONE;
    }
    return new Labels(
        labels instanceof NavigableMap<String, String> sorted ? sorted : new TreeMap<>(labels));
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  public boolean contains(String key) {
    return byKey.containsKey(key);
  }

  /// `{a=1, b=2}`.
  @Override
  public String toString() {
    return byKey.toString();
  }
}
