package io.weft.lab.pod;

/// A CNI call failed; the message holds the plugin's own error.
public final class CniFailedException extends RuntimeException {

  CniFailedException(String message) {
    super(message);
  }
}
