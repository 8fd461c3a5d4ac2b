package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.Fault;
import io.weft.kubernetes.convert.KubernetesConverter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the objects of one file.
///
/// A document is an object, or a list: one whose `kind` ends with `List`. The API server leaves
/// `kind` and `apiVersion` of a list's items out where all are of one kind; the list's own tell them
/// then.
final class ManifestReading implements JsonDocuments.Taker {

  private static final String LIST = "List";
  private static final Fault TWICE =
      new Fault("", "", "it is in this file twice, the last one counts: remove the others");

  /// An item whose list is not known yet to be one.
  private sealed interface Item {
    record Converted(Conversion conversion) implements Item {}

    record Tree(int index, @Nullable Object tree) implements Item {}
  }

  /// What is no object and has no name either.
  private record Misplaced(int document, String within, String what) {}

  private final String place;
  private final List<ClusterObject> before;
  private final Map<ObjectKey, ClusterObject> objects = new LinkedHashMap<>();
  private final List<BrokenObject> broken = new ArrayList<>();
  private final List<Misplaced> misplaced = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private int documents;
  private boolean whole = true;

  /// @param place the file's name
  /// @param before what the file held when it was last read
  ManifestReading(String place, List<ClusterObject> before) {
    this.place = place;
    this.before = before;
  }

  @Override
  public void item(Map<String, @Nullable Object> list, @Nullable Object item) {
    boolean named = item instanceof Map<?, ?> object && object.get("kind") instanceof String;
    if (item instanceof Map<?, ?> object
        && !isList(object)
        && (named || list.get("kind") instanceof String)) {
      Conversion conversion = KubernetesConverter.convert(named(object, list));
      if (items.isEmpty() && isNamedList(list)) {
        take(conversion);
      } else {
        items.add(new Item.Converted(conversion));
      }
    } else {
      items.add(new Item.Tree(items.size(), item));
    }
  }

  @Override
  public void document(@Nullable Object tree) {
    documents++;
    if (tree instanceof Map<?, ?> list && !items.isEmpty() && isNamedList(list)) {
      for (Item item : items) {
        switch (item) {
          case Item.Converted(Conversion conversion) -> take(conversion);
          case Item.Tree(int index, var element) -> add("", index, named(element, list));
        }
      }
    } else {
      add("", -1, tree);
    }
    items.clear();
  }

  private static boolean isNamedList(Map<?, ?> object) {
    return object.get("kind") instanceof String kind && kind.endsWith(LIST);
  }

  private static boolean isList(Map<?, ?> object) {
    return object.get("items") instanceof List<?> && isNamedList(object);
  }

  private static @Nullable Object named(@Nullable Object item, Map<?, ?> list) {
    return item instanceof Map<?, ?> object ? named(object, list) : item;
  }

  /// The item as an object of the list's kind, if it names none.
  private static Map<?, ?> named(Map<?, ?> item, Map<?, ?> list) {
    if (item.get("kind") != null
        || !(list.get("kind") instanceof String kind)
        || !kind.endsWith(LIST)
        || kind.equals(LIST)) {
      return item;
    }
    String itemKind = kind.substring(0, kind.length() - LIST.length());
    if (item instanceof Members members
        && members.add("kind", itemKind)
        && (members.get("apiVersion") != null
            || members.add("apiVersion", list.get("apiVersion")))) {
      return members;
    }
    Map<Object, @Nullable Object> named = new LinkedHashMap<>(item);
    named.put("kind", itemKind);
    if (named.get("apiVersion") == null) {
      named.put("apiVersion", list.get("apiVersion"));
    }
    return named;
  }

  /// @param list where in the document the list is that it belongs to; empty for the document
  /// @param item its place in the list; -1 where it is the document itself
  private void add(String list, int item, @Nullable Object tree) {
    switch (tree) {
      case null -> {}
      case String empty when empty.isBlank() -> {}
      case Map<?, ?> inner when isList(inner) && inner.get("items") instanceof List<?> elements -> {
        String where = within(list, item);
        for (int i = 0; i < elements.size(); i++) {
          add(where, i, named(elements.get(i), inner));
        }
      }
      case Map<?, ?> object -> take(KubernetesConverter.convert(object));
      case Object other -> {
        whole = false;
        String what = other instanceof List<?> ? "a list" : other.toString();
        misplaced.add(new Misplaced(documents, within(list, item), what));
      }
    }
  }

  private static String within(String list, int item) {
    return item < 0 ? list : (list.isEmpty() ? "" : list + ", ") + "items[" + item + "]";
  }

  private void take(Conversion conversion) {
    switch (conversion) {
      case Conversion.Skipped _ -> {}
      case Conversion.Read(ClusterObject value, List<Fault> faults) -> {
        if (objects.put(value.key(), value) != null) {
          broken(value.key().toString(), List.of(TWICE));
        }
        if (!faults.isEmpty()) {
          broken(value.key().toString(), faults);
        }
      }
      case Conversion.Broken(Optional<ObjectKey> key, List<Fault> faults) -> {
        whole &= key.isPresent();
        broken(key.map(ObjectKey::toString).orElse(place), faults);
        key.ifPresent(this::keep);
      }
    }
  }

  /// What this object was before stays.
  private void keep(ObjectKey key) {
    for (ClusterObject object : before) {
      if (object.key().equals(key)) {
        objects.putIfAbsent(key, object);
      }
    }
  }

  private void broken(String subject, List<Fault> faults) {
    broken.add(new BrokenObject(place, subject, faults));
  }

  /// What the file holds. Where an object has no key, whatever is missing may be it: what there was
  /// stays.
  Manifest result() {
    for (Misplaced one : misplaced) {
      String document = documents == 1 ? "" : "document " + one.document();
      boolean both = !document.isEmpty() && !one.within().isEmpty();
      String where = document + (both ? ", " : "") + one.within();
      broken(place, List.of(new Fault(where, one.what(), "write a mapping: apiVersion, kind, …")));
    }
    if (!whole) {
      before.forEach(object -> objects.putIfAbsent(object.key(), object));
    }
    return new Manifest(List.copyOf(objects.values()), broken, whole);
  }
}
