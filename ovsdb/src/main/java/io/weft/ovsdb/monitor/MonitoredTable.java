package io.weft.ovsdb.monitor;

import io.weft.ovsdb.schema.ColumnType;
import java.util.Map;

/// A table to follow and the columns of it that are wanted.
///
/// A column that the server's schema lacks is passed over: its rows read as if it held the default.
/// A table that the schema lacks, or a column of another type, is an error at connection time.
///
/// @param name the table's name
/// @param columns the type that each column is read as, by column name
public record MonitoredTable(String name, Map<String, ColumnType> columns) {

  public MonitoredTable {
    columns = Map.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("no column wanted of table " + name);
    }
  }
}
