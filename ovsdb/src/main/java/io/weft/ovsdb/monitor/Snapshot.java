package io.weft.ovsdb.monitor;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Row;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The monitored part of the database between two transactions. Never changes; may be read by any
/// thread.
public final class Snapshot {

  public static final Snapshot EMPTY = new Snapshot(Map.of());

  private final Map<String, Map<Atom.Uuid, Row>> tables;

  private Snapshot(Map<String, Map<Atom.Uuid, Row>> tables) {
    this.tables = tables;
  }

  /// The snapshot with these rows, by table.
  public static Snapshot of(Map<String, Map<Atom.Uuid, Row>> tables) {
    Map<String, Map<Atom.Uuid, Row>> copy = new HashMap<>();
    tables.forEach((table, rows) -> copy.put(table, Map.copyOf(rows)));
    return new Snapshot(copy);
  }

  /// The snapshot that takes over maps which nobody changes any more.
  static Snapshot owning(Map<String, Map<Atom.Uuid, Row>> tables) {
    return new Snapshot(tables);
  }

  /// The rows of a table; none for a table that is not monitored.
  public Map<Atom.Uuid, Row> rows(String table) {
    return Collections.unmodifiableMap(tables.getOrDefault(table, Map.of()));
  }

  /// The row, if the table has it.
  public Optional<Row> row(String table, Atom.Uuid uuid) {
    return Optional.ofNullable(tables.getOrDefault(table, Map.of()).get(uuid));
  }

  /// The row of the table whose column `name` is this, if there is one.
  public Optional<Map.Entry<Atom.Uuid, Row>> named(String table, String name) {
    Condition wanted = Condition.named(name);
    return rows(table).entrySet().stream()
        .filter(entry -> wanted.value().equals(entry.getValue().columns().get("name")))
        .findFirst();
  }

  Map<String, Map<Atom.Uuid, Row>> tables() {
    return Collections.unmodifiableMap(tables);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that && tables.equals(that.tables);
  }

  @Override
  public int hashCode() {
    return tables.hashCode();
  }

  @Override
  public String toString() {
    return "Snapshot" + tables;
  }
}
