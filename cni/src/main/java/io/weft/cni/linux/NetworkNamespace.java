package io.weft.cni.linux;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// An open network namespace (network_namespaces(7)). It stays alive while this is open, even if
/// its file is unlinked. Safe for use by several threads.
public final class NetworkNamespace implements AutoCloseable {
  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private final String path;
  private final int fd;

  private NetworkNamespace(String path, int fd) {
    this.path = path;
    this.fd = fd;
  }

  /// Opens the namespace that the file stands for.
  ///
  /// @throws SystemCallException if it cannot be opened
  public static NetworkNamespace open(String path) {
    int fd = Libc.open(path, O_RDONLY_CLOEXEC);
    return new NetworkNamespace(
        path, SystemCallException.checked("cannot open network namespace " + path, fd));
  }

  /// The file descriptor, valid until [#close].
  public int fd() {
    return fd;
  }

  /// Runs the work inside, on a new platform thread, and waits for it. The work should do nothing
  /// but system calls: open sockets (which stay in the namespace and may then be used from
  /// anywhere), write sysctls. It must start no thread.
  ///
  /// @throws SystemCallException if this is no network namespace
  public <T> T call(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(() -> inside(work));
    Thread thread =
        Thread.ofPlatform().name("netns").inheritInheritableThreadLocals(false).unstarted(task);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result(task);
  }

  private <T> T inside(Supplier<T> work) {
    int home =
        SystemCallException.checked(
            "cannot open this thread's own network namespace",
            Libc.open("/proc/thread-self/ns/net", O_RDONLY_CLOEXEC));
    try {
      SystemCallException.checked(
          path + " is not a network namespace that can be entered", Libc.setns(fd, CLONE_NEWNET));
      try {
        return work.get();
      } finally {
        SystemCallException.checked(
            "cannot return from network namespace " + path, Libc.setns(home, CLONE_NEWNET));
      }
    } finally {
      Libc.close(home);
    }
  }

  private static <T> T result(FutureTask<T> task) {
    if (task.state() == Future.State.SUCCESS) {
      return task.resultNow();
    }
    if (task.exceptionNow() instanceof RuntimeException failure) {
      throw failure;
    }
    throw new IllegalStateException("work inside a network namespace", task.exceptionNow());
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
