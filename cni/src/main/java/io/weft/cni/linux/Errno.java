package io.weft.cni.linux;

import java.util.Map;

/// An error number of the Linux kernel (errno(3)); the numbers here are those of x86-64 and arm64.
///
/// @param number positive
public record Errno(int number) {
  public static final Errno EPERM = new Errno(1);
  public static final Errno ENOENT = new Errno(2);
  public static final Errno ESRCH = new Errno(3);
  public static final Errno EINTR = new Errno(4);
  public static final Errno EAGAIN = new Errno(11);
  public static final Errno EBUSY = new Errno(16);
  public static final Errno EEXIST = new Errno(17);
  public static final Errno ENODEV = new Errno(19);
  public static final Errno EINVAL = new Errno(22);
  public static final Errno EPROTONOSUPPORT = new Errno(93);
  public static final Errno EADDRNOTAVAIL = new Errno(99);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM: needs root or CAP_NET_ADMIN"),
          Map.entry(2, "ENOENT: no such thing"),
          Map.entry(3, "ESRCH: no such thing"),
          Map.entry(4, "EINTR: interrupted"),
          Map.entry(11, "EAGAIN: no answer in time"),
          Map.entry(12, "ENOMEM: out of memory"),
          Map.entry(13, "EACCES: permission denied"),
          Map.entry(16, "EBUSY: in use"),
          Map.entry(17, "EEXIST: exists already"),
          Map.entry(19, "ENODEV: no such device"),
          Map.entry(20, "ENOTDIR: not a directory"),
          Map.entry(22, "EINVAL: invalid argument"),
          Map.entry(24, "EMFILE: too many open files"),
          Map.entry(30, "EROFS: read-only file system"),
          Map.entry(34, "ERANGE: out of range"),
          Map.entry(93, "EPROTONOSUPPORT: protocol not in this kernel"),
          Map.entry(95, "EOPNOTSUPP: not supported"),
          Map.entry(97, "EAFNOSUPPORT: address family not in this kernel"),
          Map.entry(99, "EADDRNOTAVAIL: no such address"),
          Map.entry(100, "ENETDOWN: network is down"),
          Map.entry(101, "ENETUNREACH: network is unreachable"),
          Map.entry(105, "ENOBUFS: no buffer space"),
          Map.entry(113, "EHOSTUNREACH: next hop is unreachable"));

  @Override
  public String toString() {
    return NAMES.getOrDefault(number, "errno " + number);
  }
}
