package io.weft.lab.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads Kubernetes objects from JSON and YAML: several documents in a file, and `List` objects.
public final class ObjectReader {

  /// JSON as the lab reads and writes it everywhere.
  public static final ObjectMapper JSON = new ObjectMapper();

  private static final YAMLMapper YAML = new YAMLMapper();

  private ObjectReader() {}

  /// All objects of a file, or of all `.json`, `.yaml` and `.yml` files of a directory in name
  /// order; `-` is standard input.
  ///
  /// @throws IllegalArgumentException naming the file and what is wrong with it
  public static List<KubernetesObject> read(Path path) {
    try {
      if (path.toString().equals("-")) {
        return parse(
            "standard input",
            new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
      if (!Files.isDirectory(path)) {
        return parse(path.toString(), Files.readString(path));
      }
      List<KubernetesObject> objects = new ArrayList<>();
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.filter(ObjectReader::readable).sorted().toList()) {
          objects.addAll(parse(file.toString(), Files.readString(file)));
        }
      }
      return objects;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + path + ": " + e, e);
    }
  }

  private static boolean readable(Path file) {
    String name = file.toString();
    return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /// All objects of a text.
  ///
  /// @param origin how messages call the text
  /// @throws IllegalArgumentException naming `origin` and what is wrong with it
  public static List<KubernetesObject> parse(String origin, String text) {
    List<KubernetesObject> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      while (documents.hasNext()) {
        add(documents.next(), objects);
      }
    } catch (IOException | RuntimeException e) {
      String message =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new IllegalArgumentException(origin + ": " + message, e);
    }
    return objects;
  }

  private static void add(JsonNode document, List<KubernetesObject> objects) {
    if (document.isNull() || document.isMissingNode()) {
      return;
    }
    if (!(document instanceof ObjectNode object)) {
      throw new IllegalArgumentException("not an object: " + document);
    }
    if (object.path("kind").asText().endsWith("List") && object.has("items")) {
      object.path("items").forEach(item -> add(item, objects));
    } else {
      objects.add(new KubernetesObject(object));
    }
  }
}
