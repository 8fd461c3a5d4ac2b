package io.weft.cni.wiring.linux;

import io.weft.cni.linux.KernelSocket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Closes packet sockets elsewhere: the kernel waits for every processor first, which takes
/// milliseconds. When too many wait, the caller closes its own.
final class SlowClose {
  private static final int WAITING = 64;

  private final BlockingQueue<KernelSocket> queue = new ArrayBlockingQueue<>(WAITING);

  SlowClose() {
    Thread.ofPlatform().daemon().name("packet-close").start(this::run);
  }

  void accept(KernelSocket socket) {
    if (!queue.offer(socket)) {
      socket.close();
    }
  }

  private void run() {
    try {
      while (true) {
        queue.take().close();
      }
    } catch (InterruptedException _) {
      // Nobody interrupts this thread but a JVM that ends, and that closes everything.
    }
  }
}
