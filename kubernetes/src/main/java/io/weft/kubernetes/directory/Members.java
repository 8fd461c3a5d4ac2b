package io.weft.kubernetes.directory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object, in their order.
///
/// Two arrays, for there are a dozen objects in each of tens of thousands of manifests, and most have
/// but a few members; only those of many get an index.
final class Members extends AbstractMap<String, @Nullable Object> {

  private static final int FEW = 4;
  private static final int MANY = 16;

  private String[] names = new String[FEW];
  private @Nullable Object[] values = new Object[FEW];
  private int size;
  private @Nullable Map<String, Integer> index;

  /// Adds a member; says whether it was absent. One that is there already stays as it is.
  boolean add(String name, @Nullable Object value) {
    if (place(name) >= 0) {
      return false;
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    names[size] = name;
    values[size] = value;
    if (index != null) {
      index.put(name, size);
    }
    size++;
    if (size == MANY) {
      index = indexed();
    }
    return true;
  }

  private Map<String, Integer> indexed() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < size; i++) {
      places.put(names[i], i);
    }
    return places;
  }

  private int place(@Nullable Object name) {
    if (index != null) {
      return index.getOrDefault(name, -1);
    }
    int hash = Objects.hashCode(name);
    for (int i = 0; i < size; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) { // a string keeps its hash
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int place = place(name);
    return place < 0 ? null : values[place];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return place(name) >= 0;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    for (int i = 0; i < size; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Entry<String, @Nullable Object>> iterator() {
        return new Walk();
      }
    };
  }

  private final class Walk implements Iterator<Entry<String, @Nullable Object>> {

    private int next;

    @Override
    public boolean hasNext() {
      return next < size;
    }

    @Override
    public Entry<String, @Nullable Object> next() {
      if (next >= size) {
        throw new NoSuchElementException();
      }
      int at = next++;
      return new SimpleImmutableEntry<>(names[at], values[at]);
    }
  }
}
