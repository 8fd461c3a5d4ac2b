package io.weft.lab.bench.load;

import io.weft.lab.bench.Spread;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Short TCP connections that were made: connect, a byte there, a byte back, reset. On the wire that
/// is SYN, SYN-ACK, ACK, data, ACK, data and FIN, RST. The reset leaves no port in TIME_WAIT.
///
/// @param connectMicros how long each took from the first system call to "connected", in order
/// @param seconds from the first connection's begin to the last one's end
public record Connections(List<Double> connectMicros, double seconds) {

  private static final int PATIENCE_MILLIS = 10_000;

  public Connections {
    connectMicros = List.copyOf(connectMicros);
  }

  /// Makes connections, one at a time.
  ///
  /// @throws IllegalStateException at the first that fails
  public static Connections make(NetworkNamespace from, IpAddress to, int port, int count) {
    InetSocketAddress address = address(to, port);
    return from.call(() -> {
      List<Double> micros = new ArrayList<>(count);
      ByteBuffer one = ByteBuffer.allocateDirect(1);
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        micros.add(connect(address, one));
      }
      return new Connections(micros, (System.nanoTime() - start) / 1e9);
    });
  }

  /// Makes connections, some at a time, each of `parallel` threads its share.
  ///
  /// @throws IllegalStateException if one fails, when all threads have ended
  public static Connections make(
      NetworkNamespace from, IpAddress to, int port, int count, int parallel) {
    List<Double> micros = new ArrayList<>(count);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      List<Future<Connections>> shares = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        int share = count / parallel + (i < count % parallel ? 1 : 0);
        shares.add(threads.submit(() -> make(from, to, port, share)));
      }
      for (Future<Connections> share : shares) {
        micros.addAll(share.get().connectMicros());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("connections to %s: %s".formatted(to, e.getMessage()), e);
    }
    return new Connections(micros, (System.nanoTime() - start) / 1e9);
  }

  private static double connect(InetSocketAddress to, ByteBuffer one) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      long start = System.nanoTime();
      channel.socket().connect(to, PATIENCE_MILLIS);
      double micros = (System.nanoTime() - start) / 1e3;
      one.clear().put(LoadServer.SHORT).flip();
      int _ = channel.write(one);
      if (channel.read(one.clear()) != 1) {
        throw new IOException("%s closed without an answer".formatted(to));
      }
      return micros;
    } catch (SocketException | SocketTimeoutException e) {
      throw new IOException("connection to %s: %s".formatted(to, e.getMessage()), e);
    }
  }

  static InetSocketAddress address(IpAddress to, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(to.toBytes()), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Connections per second.
  public double rate() {
    return connectMicros.size() / seconds;
  }

  /// A percentile of the connect times, microseconds.
  public double percentile(double p) {
    return Spread.percentile(connectMicros, p);
  }

  @Override
  public String toString() {
    return "%.0f connections/s, connect p50 %.0f µs, p99 %.0f µs"
        .formatted(rate(), percentile(50), percentile(99));
  }
}
