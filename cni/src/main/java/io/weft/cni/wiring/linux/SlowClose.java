package io.weft.cni.wiring.linux;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Closes sockets elsewhere for which the kernel waits until every processor has passed: packet
/// sockets, and those of nftables after something was deleted. That takes some ten milliseconds.
/// When too many wait, the caller closes its own.
final class SlowClose {
  private static final int WAITING = 64;

  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(WAITING);

  SlowClose() {
    Thread.ofPlatform().daemon().name("slow-close").start(this::run);
  }

  void accept(Runnable close) {
    if (!queue.offer(close)) {
      close.run();
    }
  }

  private void run() {
    try {
      while (true) {
        queue.take().run();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread but a JVM that ends, and that closes everything.
    }
  }
}
