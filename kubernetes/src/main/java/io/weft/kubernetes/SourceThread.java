package io.weft.kubernetes;

/// The one thread that a source delivers from.
public final class SourceThread {

  private final Thread thread;
  private volatile boolean stopped;

  /// @param name the thread's name
  /// @param body what it does until [#stopped]; an interrupt means the same
  public SourceThread(String name, Runnable body) {
    thread = Thread.ofPlatform().daemon().name(name).unstarted(body);
  }

  public void start() {
    thread.start();
  }

  /// Whether the body has to end.
  public boolean stopped() {
    return stopped;
  }

  /// Ends the thread: it has ended when this returns, unless it is itself the caller. Idempotent.
  public void stop() {
    stop(() -> {});
  }

  /// Like [#stop()].
  ///
  /// @param wake ends a wait of the thread that no interrupt ends; called once
  public void stop(Runnable wake) {
    stopped = true;
    thread.interrupt();
    wake.run();
    if (Thread.currentThread().equals(thread)) {
      return;
    }
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
  }
}
