package io.weft.cni.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Functions of the C library. Each answers what it returns if that is 0 or more, else the negated
/// errno, which is captured with the call itself: between the call and a later question the JVM
/// may have overwritten it.
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle SETNS = function("setns", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle BIND =
      function("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle SEND =
      function("send", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT));
  private static final MethodHandle RECV =
      function("recv", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, INT));
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));

  private Libc() {}

  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = CAPTURE;
    return LINKER.downcallHandle(symbol, descriptor, all);
  }

  @FunctionalInterface
  private interface Call {
    long with(MemorySegment state, Arena arena) throws Throwable;
  }

  private static long call(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = call.with(state, arena);
      return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("a system call could not be made", e);
    }
  }

  static int open(String path, int flags) {
    return (int)
        call((state, arena) -> (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
  }

  static int close(int fd) {
    return (int) call((state, _) -> (int) CLOSE.invokeExact(state, fd));
  }

  /// Fills the segment, which the caller owns, from its beginning.
  static int read(int fd, MemorySegment into) {
    return (int) call((state, _) -> (long) READ.invokeExact(state, fd, into, into.byteSize()));
  }

  static int write(int fd, byte[] bytes) {
    return (int)
        call((state, arena) ->
            (long) WRITE.invokeExact(state, fd, segment(arena, bytes), (long) bytes.length));
  }

  static int setns(int fd, int type) {
    return (int) call((state, _) -> (int) SETNS.invokeExact(state, fd, type));
  }

  static int socket(int domain, int type, int protocol) {
    return (int) call((state, _) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
  }

  static int bind(int fd, byte[] address) {
    return (int)
        call((state, arena) ->
            (int) BIND.invokeExact(state, fd, segment(arena, address), address.length));
  }

  static int setsockopt(int fd, int level, int option, byte[] value) {
    return (int)
        call((state, arena) ->
            (int)
                SETSOCKOPT.invokeExact(
                    state, fd, level, option, segment(arena, value), value.length));
  }

  static int send(int fd, byte[] bytes) {
    return (int)
        call((state, arena) ->
            (long) SEND.invokeExact(state, fd, segment(arena, bytes), (long) bytes.length, 0));
  }

  /// Fills the segment, which the caller owns.
  static int recv(int fd, MemorySegment into) {
    return (int) call((state, _) -> (long) RECV.invokeExact(state, fd, into, into.byteSize(), 0));
  }

  static int ioctl(int fd, long request, MemorySegment argument) {
    return (int) call((state, _) -> (int) IOCTL.invokeExact(state, fd, request, argument));
  }

  private static MemorySegment segment(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length, 8);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
