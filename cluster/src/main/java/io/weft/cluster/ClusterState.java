package io.weft.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A snapshot of all objects, by key.
///
/// @param objects the objects; ordered by key, so that walking them is deterministic
public record ClusterState(NavigableMap<ObjectKey, ClusterObject> objects) {

  public static final ClusterState EMPTY = new ClusterState(new TreeMap<>());

  public ClusterState {
    objects = Collections.unmodifiableNavigableMap(new TreeMap<>(objects));
  }

  public static ClusterState of(Collection<? extends ClusterObject> objects) {
    NavigableMap<ObjectKey, ClusterObject> byKey = new TreeMap<>();
    objects.forEach(object -> byKey.put(object.key(), object));
    return new ClusterState(byKey);
  }

  public Optional<ClusterObject> object(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// All objects of one type, in key order.
  public <T extends ClusterObject> Stream<T> all(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast);
  }

  /// This state after the changes, in order. Costs the size of the state: for tests, dry runs and
  /// cases; an agent keeps its own indexes instead.
  public ClusterState after(List<ClusterChange> changes) {
    NavigableMap<ObjectKey, ClusterObject> next = new TreeMap<>(objects);
    for (ClusterChange change : changes) {
      switch (change) {
        case ClusterChange.Put(ClusterObject object) -> next.put(object.key(), object);
        case ClusterChange.Delete(ObjectKey key) -> next.remove(key);
      }
    }
    return new ClusterState(next);
  }
}
