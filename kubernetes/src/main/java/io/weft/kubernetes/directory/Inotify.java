package io.weft.kubernetes.directory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/// The C library's inotify(7) on one directory.
///
/// The JDK's own watch reads the kernel's queue on a thread of its own and so cannot say when
/// everything that happened has been told; here an empty queue is an empty queue. Used by one
/// thread, save for [#wake].
final class Inotify implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;
  private static final int IN_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int IN_ATTRIB = 0x4;
  private static final int IN_CLOSE_WRITE = 0x8;
  private static final int IN_MOVED_FROM = 0x40;
  private static final int IN_MOVED_TO = 0x80;
  private static final int IN_CREATE = 0x100;
  private static final int IN_DELETE = 0x200;
  private static final int IN_DELETE_SELF = 0x400;
  private static final int IN_MOVE_SELF = 0x800;
  private static final int IN_ONLYDIR = 0x0100_0000;
  private static final int EVENTS =
      IN_ATTRIB
          | IN_CLOSE_WRITE
          | IN_MOVED_FROM
          | IN_MOVED_TO
          | IN_CREATE
          | IN_DELETE
          | IN_DELETE_SELF
          | IN_MOVE_SELF
          | IN_ONLYDIR;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle INIT =
      function("inotify_init1", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle ADD =
      function("inotify_add_watch", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle REMOVE =
      function("inotify_rm_watch", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment question = arena.allocate(8, 4);
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);
  private final int fd;
  private final int watch;
  private boolean closed;

  /// Begins to watch.
  ///
  /// @throws IOException if the directory cannot be watched
  Inotify(Path directory) throws IOException {
    try {
      fd = (int) call("inotify_init1", () -> (int) INIT.invokeExact(state, IN_NONBLOCK_CLOEXEC));
    } catch (IOException e) {
      arena.close();
      throw e;
    }
    question.set(INT, 0, fd);
    question.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    try {
      MemorySegment path = arena.allocateFrom(directory.toString());
      watch =
          (int) call("watching " + directory, () -> (int) ADD.invokeExact(state, fd, path, EVENTS));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  @FunctionalInterface
  private interface Call {
    long make() throws Throwable;
  }

  /// What the call returns, 0 where it was interrupted or had nothing to say.
  private long call(String what, Call call) throws IOException {
    long result;
    try {
      result = call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a system call could not be made", e);
    }
    int error = result < 0 ? (int) ERRNO.get(state, 0L) : 0;
    if (error != 0 && error != EINTR && error != EAGAIN) {
      throw new IOException("%s: error %d of the kernel".formatted(what, error));
    }
    return Math.max(result, 0);
  }

  /// Returns when something has happened, or after this time; says whether something has.
  boolean await(Duration limit) throws IOException {
    int millis = (int) limit.toMillis();
    return call("poll", () -> (int) POLL.invokeExact(state, question, 1L, millis)) > 0;
  }

  /// Tells everything that happened before this call and was not told yet.
  void drain(Happenings happenings) throws IOException {
    while (true) {
      int size =
          (int) call("read", () -> (long) READ.invokeExact(state, fd, buffer, (long) BUFFER));
      if (size == 0) {
        return;
      }
      ByteBuffer events = buffer.asSlice(0, size).asByteBuffer().order(ByteOrder.nativeOrder());
      happenings.read(events);
    }
  }

  /// Makes [#await] return; for any thread. Nothing is told from then on.
  synchronized void wake() {
    if (!closed) {
      try (Arena own = Arena.ofConfined()) {
        int _ = (int) REMOVE.invokeExact(own.allocate(STATE), fd, watch);
      } catch (Throwable e) {
        throw new IllegalStateException("a system call could not be made", e);
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      long _ = call("close", () -> (int) CLOSE.invokeExact(state, fd));
      arena.close();
    }
  }
}
