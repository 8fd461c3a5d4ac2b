package io.weft.cni.wiring;

/// A Pod interface could not be made, looked at or removed. The message names the interface, the
/// step and the operating system's reason.
public final class WiringException extends RuntimeException {

  public WiringException(String message) {
    super(message);
  }

  public WiringException(String message, Throwable cause) {
    super(message, cause);
  }
}
