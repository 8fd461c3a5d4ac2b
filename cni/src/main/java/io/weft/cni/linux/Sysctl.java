package io.weft.cni.linux;

import java.nio.charset.StandardCharsets;

/// Kernel parameters under `/proc/sys` (sysctl(8)). Those of the network are the ones of the
/// calling thread's namespace.
public final class Sysctl {
  private static final int O_WRONLY_CLOEXEC = 1 | 0x80000;

  private Sysctl() {}

  /// Writes a parameter.
  ///
  /// @param name such as `net/ipv6/conf/eth0/accept_ra`
  /// @throws SystemCallException if there is no such parameter or it cannot be written
  public static void write(String name, int value) {
    String attempt = "cannot set /proc/sys/%s to %d".formatted(name, value);
    int fd = SystemCallException.checked(attempt, Libc.open("/proc/sys/" + name, O_WRONLY_CLOEXEC));
    int written = Libc.write(fd, Integer.toString(value).getBytes(StandardCharsets.US_ASCII));
    Libc.close(fd);
    SystemCallException.checked(attempt, written);
  }

  /// Like [#write], but a parameter that this kernel does not have is left out.
  ///
  /// @return whether there was one
  public static boolean writeIfPresent(String name, int value) {
    try {
      write(name, value);
      return true;
    } catch (SystemCallException e) {
      if (e.errno().equals(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }
}
