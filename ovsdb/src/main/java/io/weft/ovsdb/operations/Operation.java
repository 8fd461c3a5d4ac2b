package io.weft.ovsdb.operations;

import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One step of a transaction (RFC 7047 §5.2). Steps run in order and see what earlier ones did.
public sealed interface Operation {

  /// Adds a row; columns that are not named get their defaults (§5.2.1).
  ///
  /// @param name how later operations of the same transaction refer to the row
  record Insert(String table, Row row, Optional<String> name) implements Operation {}

  /// Reads the chosen columns of the chosen rows (§5.2.2); no columns means all of them.
  record Select(String table, List<Condition> where, List<String> columns) implements Operation {
    public Select {
      where = List.copyOf(where);
      columns = List.copyOf(columns);
    }
  }

  /// Sets columns of the chosen rows (§5.2.3).
  record Update(String table, List<Condition> where, Row row) implements Operation {
    public Update {
      where = List.copyOf(where);
    }
  }

  /// Changes columns of the chosen rows in place (§5.2.4).
  record Mutate(String table, List<Condition> where, List<Mutation> mutations)
      implements Operation {
    public Mutate {
      where = List.copyOf(where);
      mutations = List.copyOf(mutations);
    }
  }

  /// Deletes the chosen rows (§5.2.5).
  record Delete(String table, List<Condition> where) implements Operation {
    public Delete {
      where = List.copyOf(where);
    }
  }

  /// Holds the transaction back until the chosen rows are, or are not, the given ones (§5.2.6).
  ///
  /// @param query the rows and columns that are compared
  /// @param holds whether they shall equal `rows` (`==`) or differ from them (`!=`)
  /// @param rows the rows
  /// @param timeout after which the transaction fails with `timed out`; zero asks once, none waits
  ///     for as long as it takes; counted in milliseconds
  record Wait(Select query, boolean holds, List<Row> rows, Optional<Duration> timeout)
      implements Operation {
    public Wait {
      rows = List.copyOf(rows);
    }

    /// Fails the transaction at once unless the rows are these.
    public static Wait now(Select query, List<Row> rows) {
      return new Wait(query, true, rows, Optional.of(Duration.ZERO));
    }
  }

  /// Asks that the transaction be on disk before it is answered, if durable (§5.2.7).
  record Commit(boolean durable) implements Operation {}

  /// Gives the transaction up (§5.2.8).
  record Abort() implements Operation {}

  /// A note for the database's log (§5.2.9).
  record Comment(String comment) implements Operation {}

  /// Fails the transaction unless this client holds the lock (§5.2.10).
  record Assert(String lock) implements Operation {}

  /// An insert of a row that nothing else refers to.
  static Insert insert(String table, Row row) {
    return new Insert(table, row, Optional.empty());
  }

  /// An insert of a row that later operations name.
  static Insert insert(String table, Row row, String name) {
    return new Insert(table, row, Optional.of(name));
  }
}
