package io.weft.ovsdb.operations;

import java.util.List;

/// Operations that the server carries out all or not at all (RFC 7047 §4.1.3).
///
/// @param operations in the order in which they run
public record Transaction(List<Operation> operations) {

  public Transaction {
    operations = List.copyOf(operations);
  }

  /// The transaction of these operations.
  public static Transaction of(Operation... operations) {
    return new Transaction(List.of(operations));
  }
}
