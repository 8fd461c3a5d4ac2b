package io.weft.lab.traffic;

import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// Source ports in a row, so that a new connection is new: a port that the kernel picks by chance
/// may continue an earlier conversation of the same two, which switches still remember.
final class SourcePorts {

  private static final int FIRST = 10_000;
  private static final int COUNT = 50_000;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private SourcePorts() {}

  /// Binds the probe's socket to its source address and the next free port; inside the namespace.
  static void bind(Probe probe, NetworkChannel socket) throws IOException {
    IpAddress any = IpAddress.parse(probe.destination().isIpv4() ? "0.0.0.0" : "::");
    IpAddress source = probe.source().orElse(any);
    for (int tries = 0; ; tries++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try {
        var _ = socket.bind(new InetSocketAddress(Sockets.inet(source), port));
        return;
      } catch (BindException e) {
        if (tries >= 100) {
          throw e;
        }
      }
    }
  }
}
