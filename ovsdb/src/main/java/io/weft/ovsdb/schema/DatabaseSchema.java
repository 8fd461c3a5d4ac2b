package io.weft.ovsdb.schema;

import java.util.Map;
import java.util.Optional;

/// The tables of a database and the types of their columns (RFC 7047 §3.2).
///
/// @param name the database's name
/// @param version the schema's version, as `8.3.0`
/// @param tables the columns by name, by table
public record DatabaseSchema(
    String name, String version, Map<String, Map<String, ColumnType>> tables) {

  public DatabaseSchema {
    tables = Map.copyOf(tables);
  }

  /// The type of a column, if there is such a column.
  public Optional<ColumnType> column(String table, String column) {
    return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(column));
  }
}
