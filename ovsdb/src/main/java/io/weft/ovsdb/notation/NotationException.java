package io.weft.ovsdb.notation;

/// JSON from the peer that is not what RFC 7047 or the server's own schema promise.
public final class NotationException extends Exception {

  private static final int SHOWN = 200;

  /// @param expected what should have been there
  /// @param found what was there; shown in the message, shortened
  public NotationException(String expected, Object found) {
    super("expected " + expected + ", found " + shortened(String.valueOf(found)));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
