package io.weft.ovsdb.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.ovsdb.notation.NotationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the result of the method `get_schema` (RFC 7047 §3.2, §4.1.2).
public final class SchemaReader {

  private SchemaReader() {}

  /// Reads a `<database-schema>`. Members that we do not know are passed over.
  public static DatabaseSchema schema(JsonNode json) throws NotationException {
    Map<String, Map<String, ColumnType>> tables = new HashMap<>();
    for (Map.Entry<String, JsonNode> table : object(json.path("tables"), "tables")) {
      Map<String, ColumnType> columns = new HashMap<>();
      for (Map.Entry<String, JsonNode> c : object(table.getValue().path("columns"), "columns")) {
        columns.put(c.getKey(), type(c.getValue().path("type")));
      }
      tables.put(table.getKey(), Map.copyOf(columns));
    }
    return new DatabaseSchema(json.path("name").asText(), json.path("version").asText(), tables);
  }

  private static Iterable<Map.Entry<String, JsonNode>> object(JsonNode json, String what)
      throws NotationException {
    if (!json.isObject()) {
      throw new NotationException("the schema's " + what, json);
    }
    return json.properties();
  }

  private static ColumnType type(JsonNode json) throws NotationException {
    if (json.isTextual()) {
      return ColumnType.scalar(base(json));
    }
    JsonNode value = json.path("value");
    int min = json.path("min").asInt(1);
    JsonNode most = json.path("max");
    int max =
        most.isTextual() && most.textValue().equals("unlimited")
            ? ColumnType.UNLIMITED
            : most.asInt(1);
    if (min < 0 || min > 1 || max < 1) {
      throw new NotationException("a column type", json);
    }
    Optional<AtomType> values = value.isMissingNode() ? Optional.empty() : Optional.of(base(value));
    return new ColumnType(base(json.path("key")), values, min, max);
  }

  private static AtomType base(JsonNode json) throws NotationException {
    String word = json.isTextual() ? json.textValue() : json.path("type").asText();
    Optional<AtomType> type = AtomType.tryParse(word);
    if (type.isEmpty()) {
      throw new NotationException("an atomic type", json.isMissingNode() ? "nothing" : json);
    }
    return type.orElseThrow();
  }
}
