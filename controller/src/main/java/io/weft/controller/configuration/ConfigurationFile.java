package io.weft.controller.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A configuration file: one flat mapping in YAML, of which JSON is a part.
final class ConfigurationFile {

  private ConfigurationFile() {}

  /// Reads the file's keys with their texts; the elements of a list are joined by commas, and an
  /// empty file has no keys.
  ///
  /// @throws ConfigurationException if the file cannot be read or is no flat mapping
  static Map<String, String> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw problem(file, "does not exist; name another with --config", e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw problem(file, "line %d: %s".formatted(line, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw problem(file, "cannot be read: " + e, e);
    }
  }

  private static ConfigurationException problem(Path file, String what, Exception cause) {
    ConfigurationException problem =
        new ConfigurationException(List.of("configuration file " + file + " " + what));
    problem.initCause(cause);
    return problem;
  }

  private static Map<String, String> parse(String text) throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return keys;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new JsonProcessingExceptionAt(parser, "expected 'key: value' lines");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        if (keys.put(key, value(parser, key)) != null) {
          throw new JsonProcessingExceptionAt(parser, key + " is given twice");
        }
      }
    }
    return keys;
  }

  private static String value(JsonParser parser, String key) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_ARRAY) {
      List<String> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(scalar(parser, key));
      }
      return String.join(",", elements);
    }
    return scalar(parser, key);
  }

  private static String scalar(JsonParser parser, String key) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null || token.isStructStart()) {
      throw new JsonProcessingExceptionAt(parser, key + " takes a value or a list, no mapping");
    }
    return token == JsonToken.VALUE_NULL ? "" : parser.getText().strip();
  }

  private static final class JsonProcessingExceptionAt extends JsonProcessingException {
    JsonProcessingExceptionAt(JsonParser parser, String message) {
      super(message, parser.currentLocation());
    }
  }
}
