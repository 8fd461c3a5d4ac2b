package io.weft.openflow.client;

/// There is no connection, or it was lost before the answer came.
///
/// What had been asked for may or may not have been done: a bundle is either committed as a whole
/// or not at all, of several bundles a prefix, of pipelined changes any. The caller reads the
/// bridge back.
public final class ConnectionLostException extends Exception {

  public ConnectionLostException(String message) {
    super(message);
  }

  public ConnectionLostException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
