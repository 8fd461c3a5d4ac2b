package io.weft.cni.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A socket of a kind that the JDK does not have. It belongs to the network namespace of the thread
/// that opened it, for good, and may be used from any thread.
public final class KernelSocket implements AutoCloseable {
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int AF_PACKET = 17;
  private static final int AF_NETLINK = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int SIOCETHTOOL = 0x8946;
  private static final int ETHTOOL_STXCSUM = 0x17;
  private static final int IFREQ_SIZE = 40;
  private static final int IFNAMSIZ = 16;

  private final String what;
  private final int fd;
  private final AtomicBoolean closed = new AtomicBoolean();

  private KernelSocket(String what, int fd) {
    this.what = what;
    this.fd = SystemCallException.checked("cannot open " + what, fd);
  }

  /// A netlink socket (netlink(7)) that answers with short acknowledgements and error texts.
  ///
  /// @param protocol such as 0, NETLINK_ROUTE
  /// @param timeout how long [#receive] waits
  public static KernelSocket netlink(int protocol, Duration timeout) {
    KernelSocket socket =
        new KernelSocket(
            "netlink socket of protocol " + protocol,
            Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol));
    byte[] on = integer(1);
    // Kernels without these options answer longer and say less; nothing depends on them.
    Libc.setsockopt(socket.fd, SOL_NETLINK, NETLINK_CAP_ACK, on);
    Libc.setsockopt(socket.fd, SOL_NETLINK, NETLINK_EXT_ACK, on);
    byte[] timeval =
        ByteBuffer.allocate(16)
            .order(ByteOrder.nativeOrder())
            .putLong(timeout.toSeconds())
            .putLong(timeout.toNanosPart() / 1000)
            .array();
    socket.check("set a timeout", Libc.setsockopt(socket.fd, SOL_SOCKET, SO_RCVTIMEO, timeval));
    return socket;
  }

  /// A packet socket (packet(7)) that sends whole Ethernet frames through one interface and
  /// receives nothing. Closing it can take milliseconds.
  public static KernelSocket packet(int interfaceIndex) {
    KernelSocket socket =
        new KernelSocket("packet socket", Libc.socket(AF_PACKET, SOCK_RAW_CLOEXEC, 0));
    byte[] address =
        ByteBuffer.allocate(20)
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_PACKET)
            .putShort((short) 0)
            .putInt(interfaceIndex)
            .array();
    try {
      socket.check("bind to interface " + interfaceIndex, Libc.bind(socket.fd, address));
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  private int check(String attempt, int result) {
    return SystemCallException.checked(what + ": cannot " + attempt, result);
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  /// Sends one message, whole.
  public void send(byte[] message) {
    check("send %d octets".formatted(message.length), Libc.send(fd, message));
  }

  /// Waits for one datagram; what exceeds `limit` octets is lost.
  ///
  /// @throws SystemCallException with EAGAIN after the timeout
  public ByteBuffer receive(int limit) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(limit, 8);
      int length;
      do {
        length = Libc.recv(fd, buffer);
      } while (length == -Errno.EINTR.number());
      check("receive", length);
      byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
  }

  /// The number of an interface of this socket's namespace (SIOCGIFINDEX); empty if there is none
  /// of that name.
  public Optional<Integer> interfaceIndex(String interfaceName) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(arena, interfaceName);
      int result = Libc.ioctl(fd, SIOCGIFINDEX, request);
      if (result == -Errno.ENODEV.number()) {
        return Optional.empty();
      }
      check("look for " + interfaceName, result);
      return Optional.of(request.get(ValueLayout.JAVA_INT, IFNAMSIZ));
    }
  }

  /// A `struct ifreq` (netdevice(7)).
  private static MemorySegment request(Arena arena, String interfaceName) {
    MemorySegment request = arena.allocate(IFREQ_SIZE, 8);
    byte[] name = interfaceName.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(name, 0, request, ValueLayout.JAVA_BYTE, 0, name.length);
    return request;
  }

  /// Switches the computing of checksums by the device off (ETHTOOL_STXCSUM): the kernel then
  /// computes them before packets reach it. The interface is one of this socket's namespace.
  public void disableTransmitChecksumOffload(String interfaceName) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(8, 8);
      value.set(ValueLayout.JAVA_INT, 0, ETHTOOL_STXCSUM);
      MemorySegment request = request(arena, interfaceName);
      request.set(ValueLayout.ADDRESS, IFNAMSIZ, value);
      check(
          "switch transmit checksum offload of %s off".formatted(interfaceName),
          Libc.ioctl(fd, SIOCETHTOOL, request));
    }
  }

  /// Closes the socket; may be repeated.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(fd);
    }
  }
}
