package io.weft.ovsdb.monitor;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;

/// One row of an update, checked against the schema, before it meets the rows that we have.
sealed interface RowUpdate {

  Atom.Uuid uuid();

  /// The row is new, and complete.
  record Insert(Atom.Uuid uuid, Row row) implements RowUpdate {}

  /// The row existed and is now this, completely.
  record Replace(Atom.Uuid uuid, Row row) implements RowUpdate {}

  /// The row existed; the columns changed by these differences.
  record Modify(Atom.Uuid uuid, Row difference) implements RowUpdate {}

  /// The row existed and is gone.
  record Delete(Atom.Uuid uuid) implements RowUpdate {}
}
