package io.weft.cni.linux;

/// The kernel refused. The message names what was tried and why it failed.
public final class SystemCallException extends RuntimeException {
  private final Errno errno;

  public SystemCallException(String attempt, Errno errno) {
    super(attempt + ": " + errno);
    this.errno = errno;
  }

  /// The kernel's reason.
  public Errno errno() {
    return errno;
  }

  /// The result of a call, if it is one.
  static int checked(String attempt, int result) {
    if (result < 0) {
      throw new SystemCallException(attempt, new Errno(-result));
    }
    return result;
  }
}
