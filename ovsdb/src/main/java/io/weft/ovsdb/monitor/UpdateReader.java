package io.weft.ovsdb.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.NotationReader;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.schema.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `<table-updates>` (RFC 7047 §4.1.6) and `<table-updates2>` (ovsdb-server(7)).
final class UpdateReader {

  private UpdateReader() {}

  /// The updates by table.
  ///
  /// @param columns the columns that are monitored and their types in the server's schema
  static Map<String, List<RowUpdate>> updates(
      MonitorMethod method, Map<String, Map<String, ColumnType>> columns, JsonNode json)
      throws NotationException {
    Map<String, List<RowUpdate>> updates = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> table : members(json, "updates by table")) {
      Map<String, ColumnType> types = columns.get(table.getKey());
      if (types == null) {
        throw new NotationException("an update of a monitored table", table.getKey());
      }
      List<RowUpdate> rows = new ArrayList<>();
      for (Map.Entry<String, JsonNode> row : members(table.getValue(), "updates by row")) {
        Atom.Uuid uuid = NotationReader.uuid(row.getKey());
        rows.add(
            method == MonitorMethod.MONITOR
                ? update(uuid, types, row.getValue())
                : update2(uuid, types, row.getValue()));
      }
      updates.put(table.getKey(), rows);
    }
    return updates;
  }

  private static RowUpdate update(Atom.Uuid uuid, Map<String, ColumnType> types, JsonNode json)
      throws NotationException {
    boolean isNew = !json.hasNonNull("old");
    if (json.hasNonNull("new")) {
      Row row = complete(types, json.get("new"));
      return isNew ? new RowUpdate.Insert(uuid, row) : new RowUpdate.Replace(uuid, row);
    }
    if (isNew) {
      throw new NotationException("an old or a new row", json);
    }
    return new RowUpdate.Delete(uuid);
  }

  private static RowUpdate update2(Atom.Uuid uuid, Map<String, ColumnType> types, JsonNode json)
      throws NotationException {
    if (!json.isObject() || json.size() != 1) {
      throw new NotationException("one of initial, insert, modify, delete", json);
    }
    Map.Entry<String, JsonNode> only = json.properties().iterator().next();
    return switch (only.getKey()) {
      case "initial", "insert" -> new RowUpdate.Insert(uuid, complete(types, only.getValue()));
      case "modify" -> new RowUpdate.Modify(uuid, known(types, only.getValue()));
      case "delete" -> new RowUpdate.Delete(uuid);
      default -> throw new NotationException("one of initial, insert, modify, delete", json);
    };
  }

  /// The row with the defaults of the columns that are not named.
  private static Row complete(Map<String, ColumnType> types, JsonNode json)
      throws NotationException {
    Row given = known(types, json);
    Map<String, Value> columns = new LinkedHashMap<>();
    types.forEach(
        (name, type) -> columns.put(name, given.column(name).orElseGet(type::defaultValue)));
    return new Row(columns);
  }

  /// The columns that we follow; others are passed over.
  private static Row known(Map<String, ColumnType> types, JsonNode json) throws NotationException {
    Map<String, Value> columns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : members(json, "a row")) {
      ColumnType type = types.get(column.getKey());
      if (type != null) {
        columns.put(column.getKey(), type.admit(NotationReader.value(column.getValue())));
      }
    }
    return new Row(columns);
  }

  private static Iterable<Map.Entry<String, JsonNode>> members(JsonNode json, String what)
      throws NotationException {
    if (!json.isObject()) {
      throw new NotationException(what + " (a JSON object)", json);
    }
    return json.properties();
  }
}
