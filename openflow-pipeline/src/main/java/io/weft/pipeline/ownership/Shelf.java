package io.weft.pipeline.ownership;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Values by key, each joined from what owners bring for that key; remembers what they were.
///
/// @param <K> the key
/// @param <V> the value
final class Shelf<K, V> {

  /// What is brought for a key: mostly by one owner.
  private sealed interface Claims<V> {
    record One<V>(Owner owner, V value) implements Claims<V> {}

    record Many<V>(TreeMap<Owner, V> values) implements Claims<V> {}
  }

  private final Function<Collection<V>, V> join;
  private final Map<K, Claims<V>> claims = new HashMap<>();
  private Map<K, Optional<V>> before = new HashMap<>();

  Shelf(Function<Collection<V>, V> join) {
    this.join = join;
  }

  /// The owner now brings `after` where it brought `present`.
  void replace(Owner owner, Map<K, V> present, Map<K, V> after) {
    present.forEach((key, _) -> {
      if (!after.containsKey(key)) {
        touch(key);
        withdraw(key, owner);
      }
    });
    after.forEach((key, value) -> {
      if (!value.equals(present.get(key))) {
        touch(key);
        claims.merge(key, new Claims.One<>(owner, value), (old, _) -> with(old, owner, value));
      }
    });
  }

  private void touch(K key) {
    if (!before.containsKey(key)) {
      before.put(key, value(key));
    }
  }

  private static <V> Claims<V> with(Claims<V> old, Owner owner, V value) {
    return switch (old) {
      case Claims.One<V>(Owner other, V otherValue) -> {
        if (other.equals(owner)) {
          yield new Claims.One<>(owner, value);
        }
        TreeMap<Owner, V> values = new TreeMap<>();
        values.put(other, otherValue);
        values.put(owner, value);
        yield new Claims.Many<>(values);
      }
      case Claims.Many<V>(TreeMap<Owner, V> values) -> {
        values.put(owner, value);
        yield old;
      }
    };
  }

  private void withdraw(K key, Owner owner) {
    claims.computeIfPresent(key, (_, old) -> without(old, owner));
  }

  private static <V> @Nullable Claims<V> without(Claims<V> old, Owner owner) {
    return switch (old) {
      case Claims.One<V> _ -> null;
      case Claims.Many<V>(TreeMap<Owner, V> values) -> {
        values.remove(owner);
        Map.Entry<Owner, V> first = values.firstEntry();
        yield values.size() == 1 ? new Claims.One<>(first.getKey(), first.getValue()) : old;
      }
    };
  }

  private Optional<V> value(K key) {
    return Optional.ofNullable(claims.get(key)).map(this::joined);
  }

  private V joined(Claims<V> claim) {
    return switch (claim) {
      case Claims.One<V>(Owner _, V value) -> value;
      case Claims.Many<V>(TreeMap<Owner, V> values) -> join.apply(values.values());
    };
  }

  /// Tells what each value was and is that was touched since the last time.
  void drain(BiConsumer<Optional<V>, Optional<V>> changed) {
    Map<K, Optional<V>> touched = before;
    before = new HashMap<>();
    touched.forEach((key, old) -> changed.accept(old, value(key)));
  }

  /// All values.
  Map<K, V> values() {
    Map<K, V> values = HashMap.newHashMap(claims.size());
    claims.forEach((key, claim) -> values.put(key, joined(claim)));
    return values;
  }
}
