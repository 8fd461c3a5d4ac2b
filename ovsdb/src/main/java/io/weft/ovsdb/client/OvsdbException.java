package io.weft.ovsdb.client;

/// Why a request has no answer from the server. What the server itself refuses is not an exception
/// but an [io.weft.ovsdb.operations.Outcome.Refused].
public abstract sealed class OvsdbException extends RuntimeException {

  private OvsdbException(String message) {
    super(message);
  }

  /// The request was not sent: there was no connection in sync. It has not happened; try again
  /// later.
  public static final class NotConnected extends OvsdbException {
    public NotConnected(String message) {
      super(message);
    }
  }

  /// The connection ended before the answer, or the answer did not come. The transaction may or may
  /// not have been committed; once the client is in sync again, its snapshot tells.
  public static final class InDoubt extends OvsdbException {
    public InDoubt(String message) {
      super(message);
    }
  }

  /// The awaited state of the database did not come about in time.
  public static final class NotInTime extends OvsdbException {
    public NotInTime(String message) {
      super(message);
    }
  }
}
