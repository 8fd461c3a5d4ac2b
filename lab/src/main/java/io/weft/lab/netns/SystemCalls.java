package io.weft.lab.netns;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The three system calls that entering a namespace takes: open(2), close(2) and setns(2).
final class SystemCalls {

  private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      handle(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private SystemCalls() {}

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, all);
  }

  /// A file descriptor for `path`, read only.
  static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), READ_ONLY_CLOSE_ON_EXEC);
      return checked(fd, state, "open " + path);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Moves the calling thread into the network namespace of the descriptor.
  static void enter(int fd, String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int _ = checked((int) SETNS.invokeExact(state, fd, CLONE_NEWNET), state, "setns " + path);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      int _ = checked((int) CLOSE.invokeExact(state, fd), state, "close");
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int checked(int result, MemorySegment state, String what) {
    if (result < 0) {
      throw new IllegalStateException(
          "%s failed: errno %d".formatted(what, (int) ERRNO.get(state, 0L)));
    }
    return result;
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException known ? known : new IllegalStateException(e);
  }
}
