package io.weft.pipeline.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Numbers for a set of keys; the numbers depend on the set alone.
///
/// A key gets the hash of its text. Where keys collide they are settled in key order: the first
/// has the number, the next take the hash of their text and a count. So adding or removing a key
/// may renumber others; which ones, the methods return. With 32 bits and 100,000 keys that is
/// expected about once; tests use 6 bits to make it daily. 0 is never given.
///
/// A change costs the size of one map access, unless a collision is touched: then the whole set.
/// Owned by one thread.
///
/// @param <K> what is numbered; `toString` is the text that is hashed, and differs for different keys
public final class Numbering<K extends Comparable<K>> {

  private final long mask;
  private final Map<K, Integer> numbers = new HashMap<>();
  private final Map<Integer, K> keys = new HashMap<>();
  private Set<Integer> contested = new HashSet<>();

  /// Numbers of at most `bits` bits, 2 to 32.
  public Numbering(int bits) {
    if (bits < 2 || bits > 32) {
      throw new IllegalArgumentException("numbers of 2 to 32 bits, not " + bits);
    }
    this.mask = -1L >>> (64 - bits);
  }

  /// Adds the key; does nothing if it is there.
  ///
  /// @return the keys whose number is new or another than before, the added one among them
  /// @throws IllegalStateException if there are no numbers left
  public Set<K> add(K key) {
    if (numbers.containsKey(key)) {
      return Set.of();
    }
    Integer number = candidate(key, 0);
    if (keys.putIfAbsent(number, key) == null) {
      numbers.put(key, number);
      return Set.of(key);
    }
    numbers.put(key, 0);
    return settle();
  }

  /// Removes the key; does nothing if it is not there.
  ///
  /// @return the keys that remain and whose number is another than before
  public Set<K> remove(K key) {
    Integer number = numbers.remove(key);
    if (number == null) {
      return Set.of();
    }
    keys.remove(number);
    return contested.contains(number) ? settle() : Set.of();
  }

  /// The key's number, as unsigned 32 bits.
  ///
  /// @throws IllegalStateException if the key was not added
  public int number(K key) {
    Integer number = numbers.get(key);
    if (number == null) {
      throw new IllegalStateException("no number for " + key + ": it was never added");
    }
    return number;
  }

  /// The key that has this number, if one has.
  public Optional<K> key(int number) {
    return Optional.ofNullable(keys.get(number));
  }

  private Set<K> settle() {
    if (numbers.size() > mask) {
      throw new IllegalStateException("%d keys for %d numbers".formatted(numbers.size(), mask));
    }
    Set<K> changed = new HashSet<>();
    keys.clear();
    contested = new HashSet<>();
    for (Map.Entry<K, Integer> entry : new TreeMap<>(numbers).entrySet()) {
      K key = entry.getKey();
      int attempt = 0;
      int number = candidate(key, attempt);
      while (keys.containsKey(number)) {
        contested.add(number);
        number = candidate(key, ++attempt);
      }
      keys.put(number, key);
      if (entry.getValue() != number) {
        numbers.put(key, number);
        changed.add(key);
      }
    }
    return changed;
  }

  private int candidate(K key, int attempt) {
    if (attempt > 64) { // a nearly full set: go on one by one, so that the search ends
      int next = (int) ((candidate(key, 64) + attempt - 64L) & mask);
      return next == 0 ? 1 : next;
    }
    String text = attempt == 0 ? key.toString() : key + "#" + attempt;
    int number = (int) (Hash.of(text) & mask);
    return number == 0 ? 1 : number;
  }
}
