package io.weft.ovsdb.jsonrpc;

/// Bytes from the peer that are no JSON-RPC message. The stream cannot be read on from there.
public final class BadMessageException extends Exception {

  /// @param message what is wrong, with the start of what was received
  public BadMessageException(String message) {
    super(message);
  }
}
