package io.weft.kubernetes.directory;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.weft.cluster.ClusterObject;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/// What one file holds: the objects of its documents, those inside a `List` included.
///
/// @param objects what could be read, each of another key
/// @param broken what could not
/// @param whole whether every object is accounted for by its key: if not, a missing one may be among
///   the broken
record Manifest(List<ClusterObject> objects, List<BrokenObject> broken, boolean whole) {

  /// The longest file that is read, in bytes: as a tree it takes many times as much memory.
  static final int LARGEST = 8 << 20;

  Manifest {
    objects = List.copyOf(objects);
    broken = List.copyOf(broken);
  }

  /// Apart, for it takes a while to make, and where all is JSON nobody asks for it.
  private static final class Yaml {

    static final ObjectMapper READER = new ObjectMapper(factory());

    private static YAMLFactory factory() {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(LARGEST);
      options.setAllowDuplicateKeys(false);
      return YAMLFactory.builder().loaderOptions(options).build();
    }
  }

  private static final Fault EMPTY =
      new Fault("", "", "it is empty: finish it, or remove it, for what it held is kept till then");

  /// Reads the file. Faults in it are part of the result. One that is empty and was not is taken as
  /// one that somebody begins to write.
  ///
  /// @param json reads what is JSON
  /// @param place the file's name
  /// @param text begins with what it contains
  /// @param length how much that is, in bytes
  /// @param before what the file held when it was last read, which stays where this cannot be read
  static Manifest read(
      JsonDocuments json, String place, byte[] text, int length, List<ClusterObject> before)
      throws IOException {
    if (length == 0 && !before.isEmpty()) {
      return unreadable(place, before, EMPTY);
    }
    ManifestReading reading = new ManifestReading(place, before);
    try {
      if (place.endsWith(".json")) {
        json.read(text, length, reading);
      } else {
        documents(text, length).forEach(reading::document);
      }
      return reading.result();
    } catch (JsonProcessingException malformed) {
      return unreadable(place, before, fault(malformed));
    }
  }

  private static Manifest unreadable(String place, List<ClusterObject> before, Fault fault) {
    return new Manifest(before, List.of(new BrokenObject(place, place, List.of(fault))), false);
  }

  private static List<@Nullable Object> documents(byte[] yaml, int length) throws IOException {
    try (MappingIterator<@Nullable Object> documents =
        Yaml.READER.readerFor(Object.class).readValues(yaml, 0, length)) {
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
}
