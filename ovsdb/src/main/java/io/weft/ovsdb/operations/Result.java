package io.weft.ovsdb.operations;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.List;

/// What one operation of a committed transaction gave (RFC 7047 §5.2).
public sealed interface Result {

  /// The row that an insert made.
  record Inserted(Atom.Uuid row) implements Result {}

  /// The rows that a select found.
  record Selected(List<Row> rows) implements Result {
    public Selected {
      rows = List.copyOf(rows);
    }
  }

  /// How many rows an update, mutate or delete chose.
  record Changed(long rows) implements Result {}

  /// The other operations give nothing.
  record Done() implements Result {}
}
