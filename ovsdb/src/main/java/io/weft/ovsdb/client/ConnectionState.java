package io.weft.ovsdb.client;

import java.time.Duration;

/// Where a client stands with its server.
public sealed interface ConnectionState {

  /// A connection is being made, or the first contents are awaited on it.
  record Connecting() implements ConnectionState {}

  /// The snapshot is current and follows the server.
  ///
  /// @param resumed whether the server sent only what was missed since the last connection
  record InSync(boolean resumed) implements ConnectionState {}

  /// No connection; the next attempt comes after a pause. The snapshot is the last one known.
  ///
  /// @param pause how long
  /// @param cause why the last attempt or connection ended
  record Waiting(Duration pause, String cause) implements ConnectionState {}

  /// The client was closed; nothing happens any more.
  record Closed() implements ConnectionState {}
}
