package io.weft.lab.pod;

/// A CNI call failed; the message holds the plugin's own error.
public final class CniFailedException extends RuntimeException {

  /// The code of a network that is not ready.
  static final int TRY_AGAIN_LATER = 11;

  private final int code;

  CniFailedException(String message, int code) {
    super(message);
    this.code = code;
  }

  /// The error code (CNI specification 1.1, section 5); 0 if the plugin gave none.
  public int code() {
    return code;
  }

  /// Whether the plugin asks to be called again.
  public boolean retryable() {
    return code == TRY_AGAIN_LATER;
  }
}
