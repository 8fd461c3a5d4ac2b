package io.weft.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// One selector on one thread: channels with what happens when they are ready, tasks, and timers.
///
/// Everything registered here runs on that one thread; only [#execute] and [#close] may be called
/// from others.
public final class TrafficLoop implements AutoCloseable {

  /// What a channel does when it is ready.
  interface Ready {

    /// Called on the loop with the key that became ready.
    void ready(SelectionKey key) throws IOException;

    /// Called on the loop when [#ready] threw; the channel is closed afterwards.
    void failed(IOException cause);
  }

  private record Timer(long nanos, Runnable task) {}

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos() - b.nanos(), 0));
  private final Thread thread;
  private volatile boolean closed;

  /// Starts the loop's thread, a daemon.
  public TrafficLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /// Runs `task` on the loop, soon.
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /// Runs `task` on the loop after `millis`; call on the loop only.
  void after(long millis, Runnable task) {
    timers.add(new Timer(System.nanoTime() + millis * 1_000_000, task));
  }

  /// Watches a non-blocking channel; call on the loop only.
  SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws IOException {
    return channel.register(selector, interest, ready);
  }

  /// Closes channels, whether or not they were registered, and returns when the kernel has let go of
  /// them. Not to be called on the loop.
  void closeAll(List<? extends SelectableChannel> channels) {
    CountDownLatch done = new CountDownLatch(1);
    execute(() -> {
      channels.forEach(TrafficLoop::close);
      try {
        // A registered channel's socket is closed when its key leaves the selector.
        selector.selectNow(TrafficLoop::dispatch);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        done.countDown();
      }
    });
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the loop and closes every channel it watches; returns when that is done.
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (selector) {
      while (!closed) {
        long wait = untilNextTimer();
        if (wait == 0) {
          selector.selectNow(TrafficLoop::dispatch);
        } else {
          selector.select(TrafficLoop::dispatch, wait < 0 ? 0 : wait);
        }
        runTasks();
        runTimers();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Milliseconds to wait, 0 for none at all, -1 for ever.
  private long untilNextTimer() {
    Timer next = timers.peek();
    if (!tasks.isEmpty()) {
      return 0;
    }
    if (next == null) {
      return -1;
    }
    return Math.max(0, (next.nanos() - System.nanoTime() + 999_999) / 1_000_000);
  }

  private static void dispatch(SelectionKey key) {
    Ready ready = (Ready) key.attachment();
    try {
      ready.ready(key);
    } catch (IOException e) {
      ready.failed(e);
      close(key.channel());
    } catch (CancelledKeyException _) {
      // Closed by an earlier task of the same round.
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.peek().nanos() - now <= 0) {
      timers.poll().task().run();
    }
  }

  static void close(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is lost: the peer sees silence or a reset.
    }
  }
}
