package io.weft.ovsdb.operations;

import java.util.List;

/// What became of a transaction that the server answered.
public sealed interface Outcome {

  /// All of it happened.
  ///
  /// @param results one per operation, in their order
  record Committed(List<Result> results) implements Outcome {
    public Committed {
      results = List.copyOf(results);
    }
  }

  /// Nothing of it happened.
  ///
  /// @param operation the index of the operation that failed; the number of operations if all
  ///     succeeded and the commit failed (a constraint, for example)
  /// @param error the kind of failure, as RFC 7047 §5.2 and §4.1.3 name them (`constraint
  ///     violation`, `timed out`, `aborted`, …)
  /// @param details the server's explanation, may be empty
  record Refused(int operation, String error, String details) implements Outcome {

    /// Whether a `wait` found something else than it was told to wait for.
    public boolean isTimedOut() {
      return error.equals("timed out");
    }

    /// Whether the transaction would have broken a rule of the schema, a unique index for example.
    public boolean isConstraintViolation() {
      return error.equals("constraint violation");
    }
  }
}
