package io.weft.ovsdb.monitor;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;

/// What happened to one row from one snapshot to the next.
public sealed interface RowChange {

  /// The row's identity.
  Atom.Uuid uuid();

  /// The row is new.
  record Inserted(Atom.Uuid uuid, Row after) implements RowChange {}

  /// Columns of the row changed.
  record Modified(Atom.Uuid uuid, Row before, Row after) implements RowChange {}

  /// The row is gone.
  record Deleted(Atom.Uuid uuid, Row before) implements RowChange {}
}
