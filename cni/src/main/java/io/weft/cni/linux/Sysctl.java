package io.weft.cni.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Kernel parameters under `/proc/sys` (sysctl(8)). Those of the network are the ones of the
/// calling thread's namespace.
public final class Sysctl {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int NUMBER_LENGTH = 16;
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

  /// Like [#write], but only if the parameter is another. Some parameters, such as `disable_ipv6`,
  /// cannot be written while the kernel changes any network; it lets the writer try in a loop.
  public static void ensure(String name, int value) {
    if (read(name) != value) {
      write(name, value);
    }
  }

  private static int read(String name) {
    String attempt = "cannot read /proc/sys/" + name;
    int fd = SystemCallException.checked(attempt, Libc.open("/proc/sys/" + name, O_RDONLY_CLOEXEC));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(NUMBER_LENGTH);
      int length = SystemCallException.checked(attempt, Libc.read(fd, text));
      byte[] digits = text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      return Integer.parseInt(new String(digits, StandardCharsets.US_ASCII).strip());
    } finally {
      Libc.close(fd);
    }
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
