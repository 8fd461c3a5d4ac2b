package io.weft.ovsdb.notation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Reads the notation of RFC 7047 §5.1 from JSON.
public final class NotationReader {

  private NotationReader() {}

  /// Reads a `<value>`.
  public static Value value(JsonNode json) throws NotationException {
    if (json.isArray() && json.size() == 2 && json.get(0).isTextual()) {
      switch (json.get(0).textValue()) {
        case "set" -> {
          return set(json.get(1));
        }
        case "map" -> {
          return map(json.get(1));
        }
        default -> {}
      }
    }
    return atom(json);
  }

  /// Reads an `<atom>`.
  public static Atom atom(JsonNode json) throws NotationException {
    return switch (json.getNodeType()) {
      case STRING -> new Atom.Text(json.textValue());
      case BOOLEAN -> new Atom.Bool(json.booleanValue());
      case NUMBER -> number(json);
      case ARRAY -> reference(json);
      case BINARY, MISSING, NULL, OBJECT, POJO ->
          throw new NotationException("an atom", json.isMissingNode() ? "nothing" : json);
    };
  }

  /// Reads a `<row>`.
  public static Row row(JsonNode json) throws NotationException {
    if (!json.isObject()) {
      throw new NotationException("a row (a JSON object)", json);
    }
    Map<String, Value> columns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      columns.put(field.getKey(), value(field.getValue()));
    }
    return new Row(columns);
  }

  /// Reads the text of a UUID, as it stands as a key in table updates.
  public static Atom.Uuid uuid(String text) throws NotationException {
    try {
      return Atom.Uuid.parse(text);
    } catch (IllegalArgumentException _) {
      throw new NotationException("a UUID", text);
    }
  }

  private static Atom number(JsonNode json) throws NotationException {
    if (json.isIntegralNumber()) {
      if (!json.canConvertToLong()) {
        throw new NotationException("an integer of 64 bits", json);
      }
      return new Atom.Int(json.longValue());
    }
    double number = json.doubleValue();
    if (!Double.isFinite(number)) {
      throw new NotationException("a finite number", json);
    }
    return new Atom.Real(number);
  }

  private static Atom reference(JsonNode json) throws NotationException {
    if (json.size() == 2 && json.get(0).isTextual() && json.get(1).isTextual()) {
      String text = json.get(1).textValue();
      switch (json.get(0).textValue()) {
        case "uuid" -> {
          return uuid(text);
        }
        case "named-uuid" -> {
          return named(text);
        }
        default -> {}
      }
    }
    throw new NotationException("a value of RFC 7047 §5.1", json);
  }

  private static Atom named(String text) throws NotationException {
    try {
      return new Atom.NamedUuid(text);
    } catch (IllegalArgumentException _) {
      throw new NotationException("an <id>", text);
    }
  }

  private static OvsSet set(JsonNode json) throws NotationException {
    if (!json.isArray()) {
      throw new NotationException("the elements of a set", json);
    }
    Set<Atom> atoms = new LinkedHashSet<>();
    for (JsonNode element : json) {
      atoms.add(atom(element));
    }
    return new OvsSet(atoms);
  }

  private static OvsMap map(JsonNode json) throws NotationException {
    if (!json.isArray()) {
      throw new NotationException("the pairs of a map", json);
    }
    Map<Atom, Atom> entries = new LinkedHashMap<>();
    for (JsonNode pair : json) {
      if (!pair.isArray() || pair.size() != 2) {
        throw new NotationException("a pair of a map", pair);
      }
      entries.put(atom(pair.get(0)), atom(pair.get(1)));
    }
    return new OvsMap(entries);
  }
}
