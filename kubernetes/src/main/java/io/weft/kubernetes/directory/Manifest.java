package io.weft.kubernetes.directory;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.Fault;
import io.weft.kubernetes.convert.KubernetesConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/// What one file holds: the objects of its documents, those inside a `List` included.
///
/// @param objects what could be read
/// @param broken what could not
/// @param whole whether every object is accounted for by its key: if not, a missing one may be among
///   the broken
record Manifest(Map<ObjectKey, ClusterObject> objects, List<BrokenObject> broken, boolean whole) {

  /// The longest file that is read, in bytes: as a tree it takes many times as much memory.
  static final int LARGEST = 8 << 20;

  private static final ObjectMapper YAML = new ObjectMapper(yaml());

  Manifest {
    objects = Map.copyOf(objects);
    broken = List.copyOf(broken);
  }

  private static YAMLFactory yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    options.setAllowDuplicateKeys(false);
    return YAMLFactory.builder().loaderOptions(options).build();
  }

  /// Reads the file. Faults in it are part of the result.
  ///
  /// @param place the file's name
  /// @param text what it contains
  /// @param before what the file held when it was last read, which stays where this cannot be read
  static Manifest read(String place, byte[] text, Map<ObjectKey, ClusterObject> before)
      throws IOException {
    Reading reading = new Reading(place, before);
    try {
      List<@Nullable Object> all = new ArrayList<>();
      (place.endsWith(".json") ? Tree.documents(text) : documents(text)).forEach(all::add);
      for (int i = 0; i < all.size(); i++) {
        reading.add(all.size() == 1 ? "" : "document " + (i + 1), all.get(i));
      }
      return reading.result();
    } catch (JsonProcessingException malformed) {
      return new Manifest(
          before, List.of(new BrokenObject(place, place, List.of(fault(malformed)))), false);
    }
  }

  private static List<@Nullable Object> documents(byte[] yaml) throws IOException {
    try (MappingIterator<@Nullable Object> documents =
        YAML.readerFor(Object.class).readValues(yaml)) {
      return documents.readAll();
    }
  }

  private static Fault fault(JsonProcessingException malformed) {
    JsonLocation location = malformed.getLocation();
    String where =
        location == null
            ? ""
            : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    String reason = malformed.getOriginalMessage().lines().findFirst().orElse("unreadable");
    return new Fault(where, "", "write valid YAML or JSON (" + reason + ")");
  }

  /// Collects the objects of one file.
  private static final class Reading {

    private final String place;
    private final Map<ObjectKey, ClusterObject> before;
    private final Map<ObjectKey, ClusterObject> objects = new LinkedHashMap<>();
    private final List<BrokenObject> broken = new ArrayList<>();
    private boolean whole = true;

    Reading(String place, Map<ObjectKey, ClusterObject> before) {
      this.place = place;
      this.before = before;
    }

    /// @param where in the file; empty where it is the whole of it
    void add(String where, @Nullable Object document) {
      switch (document) {
        case null -> {}
        case String empty when empty.isBlank() -> {}
        case Map<?, ?> list
            when list.get("items") instanceof List<?> items
                && list.get("kind") instanceof String kind
                && kind.endsWith("List") ->
            addAll(where, items);
        case Map<?, ?> object -> convert(object);
        case Object other -> {
          whole = false;
          broken.add(
              new BrokenObject(
                  place,
                  place,
                  List.of(new Fault(where, kind(other), "write a mapping: apiVersion, kind, …"))));
        }
      }
    }

    private void addAll(String where, List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        add((where.isEmpty() ? "" : where + ", ") + "items[%d]".formatted(i), items.get(i));
      }
    }

    private static String kind(Object document) {
      return document instanceof List<?> ? "a list" : document.toString();
    }

    private void convert(Map<?, ?> object) {
      switch (KubernetesConverter.convert(object)) {
        case Conversion.Skipped _ -> {}
        case Conversion.Read(ClusterObject value, List<Fault> faults) -> {
          if (objects.put(value.key(), value) != null) {
            broken(value.key().toString(), List.of(TWICE));
          }
          if (!faults.isEmpty()) {
            broken(value.key().toString(), faults);
          }
        }
        case Conversion.Broken(var key, List<Fault> faults) -> {
          whole &= key.isPresent();
          broken(key.map(ObjectKey::toString).orElse(place), faults);
          key.filter(before::containsKey).ifPresent(k -> objects.putIfAbsent(k, before.get(k)));
        }
      }
    }

    private static final Fault TWICE =
        new Fault("", "", "it is in this file twice, the last one counts: remove the others");

    private void broken(String subject, List<Fault> faults) {
      broken.add(new BrokenObject(place, subject, faults));
    }

    /// Where an object has no key, whatever is missing may be it: keep what there was.
    Manifest result() {
      if (!whole) {
        before.forEach(objects::putIfAbsent);
      }
      return new Manifest(objects, broken, whole);
    }
  }
}
