package io.weft.pipeline.ownership;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Values by key, of several owners' the smallest owner's; remembers what they were.
///
/// @param <K> the key
/// @param <V> the value
final class Shelf<K, V> {

  /// Where to tell what a value was and is, null for none.
  interface Listener<V> {
    void changed(@Nullable V before, @Nullable V after);
  }

  /// What is brought for a key: mostly by one owner.
  private static final class Slot<K, V> {
    final K key;
    @Nullable Owner owner;
    @Nullable V value;
    @Nullable TreeMap<Owner, V> others;
    @Nullable V before;
    boolean touched;

    Slot(K key) {
      this.key = key;
    }

    @Nullable V of(Owner who) {
      if (who.equals(owner)) {
        return value;
      }
      return others == null ? null : others.get(who);
    }

    void put(Owner who, V brought) {
      if (owner == null || owner.equals(who)) {
        owner = who;
        value = brought;
        return;
      }
      if (others == null) {
        others = new TreeMap<>();
      }
      others.put(owner, value);
      others.put(who, brought);
      next();
    }

    void remove(Owner who) {
      if (who.equals(owner)) {
        owner = null;
        value = null;
        next();
      } else if (others != null) {
        others.remove(who);
      }
    }

    /// The smallest of the others has it now.
    private void next() {
      Map.Entry<Owner, V> first = others == null ? null : others.pollFirstEntry();
      if (first != null) {
        owner = first.getKey();
        value = first.getValue();
      }
    }
  }

  private final Map<K, Slot<K, V>> slots = new HashMap<>();
  private List<Slot<K, V>> touched = new ArrayList<>();

  /// The owner now brings this for the key.
  void put(Owner owner, K key, V value) {
    Slot<K, V> slot = slots.get(key);
    if (slot == null) {
      slot = new Slot<>(key);
      slots.put(key, slot);
    } else if (value.equals(slot.of(owner))) {
      return;
    }
    touch(slot);
    slot.put(owner, value);
  }

  /// The owner brings nothing any more for the key.
  void remove(Owner owner, K key) {
    Slot<K, V> slot = slots.get(key);
    if (slot != null) {
      touch(slot);
      slot.remove(owner);
    }
  }

  private void touch(Slot<K, V> slot) {
    if (!slot.touched) {
      slot.touched = true;
      slot.before = slot.value;
      touched.add(slot);
    }
  }

  /// Tells what each value was and is that was touched since the last time.
  void drain(Listener<V> listener) {
    List<Slot<K, V>> drained = touched;
    touched = new ArrayList<>();
    for (Slot<K, V> slot : drained) {
      listener.changed(slot.before, slot.value);
      slot.touched = false;
      slot.before = null;
      if (slot.value == null) {
        slots.remove(slot.key);
      }
    }
  }

  /// All values, one after the other, as long as nothing changes.
  Iterable<V> each() {
    return () -> slots.values().stream().flatMap(slot -> Stream.ofNullable(slot.value)).iterator();
  }

  /// All values.
  Map<K, V> values() {
    Map<K, V> values = HashMap.newHashMap(slots.size());
    for (Slot<K, V> slot : slots.values()) {
      if (slot.value != null) {
        values.put(slot.key, slot.value);
      }
    }
    return values;
  }
}
