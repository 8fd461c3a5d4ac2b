package io.weft.ovsdb.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.NotationReader;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.schema.ColumnType;
import io.weft.ovsdb.schema.DatabaseSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The local copy of the monitored tables.
///
/// Changed by one thread, from what the server sends; its snapshot may be read by any. An update
/// takes effect as a whole or, if anything in it is wrong, not at all: then the exception says what,
/// and the caller must follow the database anew, from nothing ([#forgetPosition()]).
public final class Replica {

  private final List<MonitoredTable> wanted;
  private Map<String, Map<String, ColumnType>> columns = Map.of();
  private Optional<Atom.Uuid> position = Optional.empty();
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /// @param wanted the tables to follow
  public Replica(List<MonitoredTable> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  /// The state after the last whole update; empty before the first.
  public Snapshot snapshot() {
    return snapshot;
  }

  /// The transaction that the snapshot includes, if the server names transactions.
  public Optional<Atom.Uuid> position() {
    return position;
  }

  /// The columns that are followed, by table: those that are wanted and that the server has.
  public Map<String, Set<String>> columns() {
    Map<String, Set<String>> names = new TreeMap<>();
    columns.forEach((table, types) -> names.put(table, types.keySet()));
    return names;
  }

  /// Takes the server's schema, before a monitor is asked for. If other columns are followed than
  /// before, the position is forgotten.
  ///
  /// @throws NotationException if a wanted table is missing or a wanted column has another type
  public void adopt(DatabaseSchema schema) throws NotationException {
    Map<String, Map<String, ColumnType>> found = new HashMap<>();
    for (MonitoredTable table : wanted) {
      if (!schema.tables().containsKey(table.name())) {
        throw new NotationException(
            "a table " + table.name() + " in database " + schema.name(), "none");
      }
      found.put(table.name(), columns(schema, table));
    }
    if (!found.equals(columns)) {
      position = Optional.empty();
    }
    columns = found;
  }

  /// Makes the next start a fresh one.
  public void forgetPosition() {
    position = Optional.empty();
  }

  /// Takes the answer to a request to monitor.
  ///
  /// @return all that changed since the last snapshot
  public Start start(MonitorMethod method, JsonNode result) throws NotationException {
    if (method != MonitorMethod.MONITOR_COND_SINCE) {
      return new Start(false, restart(method, result));
    }
    if (!result.isArray() || result.size() != 3 || !result.get(0).isBoolean()) {
      throw new NotationException("found, last transaction, updates", result);
    }
    Atom.Uuid last = NotationReader.uuid(result.get(1).asText());
    boolean resumed = result.get(0).booleanValue();
    if (resumed && position.isEmpty()) {
      throw new NotationException("the whole contents", "changes since a transaction");
    }
    Changes changes = resumed ? update(method, result.get(2)) : restart(method, result.get(2));
    position = Optional.of(last);
    return new Start(resumed, changes);
  }

  /// How following began.
  ///
  /// @param resumed whether the server sent only what was missed
  /// @param changes all that changed since the last snapshot
  public record Start(boolean resumed, Changes changes) {}

  /// Takes the parameters of a notification of this method's kind.
  public Changes follow(MonitorMethod method, JsonNode params) throws NotationException {
    int size = method == MonitorMethod.MONITOR_COND_SINCE ? 3 : 2;
    if (params.size() != size) {
      throw new NotationException(size + " parameters of " + method.notification(), params);
    }
    if (method != MonitorMethod.MONITOR_COND_SINCE) {
      return update(method, params.get(1));
    }
    Atom.Uuid last = NotationReader.uuid(params.get(1).asText());
    Changes changes = update(method, params.get(2));
    position = Optional.of(last);
    return changes;
  }

  private Changes restart(MonitorMethod method, JsonNode updates) throws NotationException {
    position = Optional.empty();
    Snapshot after = applied(Snapshot.EMPTY, UpdateReader.updates(method, columns, updates));
    Changes changes = Changes.between(snapshot, after);
    snapshot = after;
    return changes;
  }

  private Changes update(MonitorMethod method, JsonNode json) throws NotationException {
    Map<String, List<RowUpdate>> updates = UpdateReader.updates(method, columns, json);
    Snapshot before = snapshot;
    Snapshot after = applied(before, updates);
    Map<String, List<RowChange>> changed = new TreeMap<>();
    updates.forEach((table, rows) ->
        Changes.compare(
            table, before, after, rows.stream().map(RowUpdate::uuid).toList(), changed));
    snapshot = after;
    return new Changes(before, after, changed);
  }

  private Snapshot applied(Snapshot before, Map<String, List<RowUpdate>> updates)
      throws NotationException {
    Map<String, Map<Atom.Uuid, Row>> tables = new HashMap<>(before.tables());
    for (Map.Entry<String, List<RowUpdate>> table : updates.entrySet()) {
      Map<Atom.Uuid, Row> rows = new HashMap<>(before.rows(table.getKey()));
      for (RowUpdate update : table.getValue()) {
        apply(table.getKey(), rows, update);
      }
      tables.put(table.getKey(), rows);
    }
    return Snapshot.owning(tables);
  }

  private void apply(String table, Map<Atom.Uuid, Row> rows, RowUpdate update)
      throws NotationException {
    Row old = rows.get(update.uuid());
    if (old == null != update instanceof RowUpdate.Insert) {
      throw new NotationException(
          "an update that fits the replica",
          (old == null ? "a change of an unknown" : "an insert of a known")
              + " row "
              + table
              + " "
              + update.uuid());
    }
    switch (update) {
      case RowUpdate.Insert(Atom.Uuid uuid, Row row) -> rows.put(uuid, row);
      case RowUpdate.Replace(Atom.Uuid uuid, Row row) -> rows.put(uuid, row);
      case RowUpdate.Delete(Atom.Uuid uuid) -> rows.remove(uuid);
      case RowUpdate.Modify(Atom.Uuid uuid, Row difference) ->
          rows.put(uuid, modified(typesOf(table), Objects.requireNonNull(old), difference));
    }
  }

  private static Row modified(Map<String, ColumnType> types, Row old, Row difference) {
    Map<String, Value> columns = new HashMap<>(old.columns());
    types.forEach((name, type) ->
        difference
            .column(name)
            .ifPresent(change ->
                columns.compute(
                    name,
                    (_, value) ->
                        Difference.apply(
                            type, value == null ? type.defaultValue() : value, change))));
    return new Row(columns);
  }

  private Map<String, ColumnType> typesOf(String table) {
    return columns.getOrDefault(table, Map.of());
  }

  private static Map<String, ColumnType> columns(DatabaseSchema schema, MonitoredTable table)
      throws NotationException {
    Map<String, ColumnType> found = new HashMap<>();
    for (Map.Entry<String, ColumnType> column : table.columns().entrySet()) {
      String name = column.getKey();
      ColumnType type = column.getValue();
      Optional<ColumnType> actual = schema.column(table.name(), name);
      if (actual.isPresent() && !type.reads(actual.orElseThrow())) {
        throw new NotationException(
            "column " + table.name() + "." + name + " to be " + type, actual.orElseThrow());
      }
      actual.ifPresent(t -> found.put(name, t));
    }
    return found;
  }
}
