package io.weft.ovsdb.monitor;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// The step from one snapshot to the next: one transaction of the server, or, after a reconnect,
/// all that was missed at once.
///
/// @param before the snapshot that was current until now
/// @param after the snapshot that is current from now on
/// @param rows the rows that differ, by table
public record Changes(Snapshot before, Snapshot after, Map<String, List<RowChange>> rows) {

  /// What happened to the rows of this table.
  public List<RowChange> of(String table) {
    return rows.getOrDefault(table, List.of());
  }

  /// Whether the two snapshots are equal.
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// The step between two snapshots, found by comparing them.
  public static Changes between(Snapshot before, Snapshot after) {
    Map<String, List<RowChange>> changed = new TreeMap<>();
    for (String table : before.tables().keySet()) {
      compare(table, before, after, before.rows(table).keySet(), changed);
    }
    for (String table : after.tables().keySet()) {
      Set<Atom.Uuid> added = new HashSet<>(after.rows(table).keySet());
      added.removeAll(before.rows(table).keySet());
      compare(table, before, after, added, changed);
    }
    return new Changes(before, after, changed);
  }

  /// The step between two snapshots that differ at most in these rows.
  static void compare(
      String table,
      Snapshot before,
      Snapshot after,
      Collection<Atom.Uuid> uuids,
      Map<String, List<RowChange>> changed) {
    for (Atom.Uuid uuid : uuids) {
      Row was = before.rows(table).get(uuid);
      Row is = after.rows(table).get(uuid);
      if (Objects.equals(was, is)) {
        continue;
      }
      RowChange change =
          was == null
              ? new RowChange.Inserted(uuid, Objects.requireNonNull(is))
              : is == null
                  ? new RowChange.Deleted(uuid, was)
                  : new RowChange.Modified(uuid, was, is);
      changed.computeIfAbsent(table, _ -> new ArrayList<>()).add(change);
    }
  }
}
