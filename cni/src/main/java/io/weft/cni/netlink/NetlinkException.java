package io.weft.cni.netlink;

import io.weft.cni.linux.Errno;

/// The kernel refused a change or a question. The message names it, and the kernel's reason.
public final class NetlinkException extends RuntimeException {
  private final Errno errno;

  NetlinkException(String attempt, Errno errno, String text) {
    super(attempt + ": " + errno + (text.isEmpty() ? "" : " (" + text + ")"));
    this.errno = errno;
  }

  /// The kernel's reason.
  public Errno errno() {
    return errno;
  }
}
