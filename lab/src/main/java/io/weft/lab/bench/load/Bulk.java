package io.weft.lab.bench.load;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One TCP connection that sent as much as went through.
///
/// @param bytes what the other side has received
/// @param seconds from the first byte to the other side's count of all of them
/// @param retransmits segments that the sender's namespace sent again meanwhile
public record Bulk(long bytes, double seconds, long retransmits) {

  private static final int BUFFER = 256 << 10;
  private static final int PATIENCE_MILLIS = 10_000;

  /// Sends for this long, to a [LoadServer].
  ///
  /// @throws IllegalStateException if the connection fails
  public static Bulk send(NetworkNamespace from, IpAddress to, int port, Duration time) {
    InetSocketAddress address = Connections.address(to, port);
    return from.call(() -> {
      try (SocketChannel channel = SocketChannel.open()) {
        long before = retransmitted();
        channel.socket().connect(address, PATIENCE_MILLIS);
        long start = System.nanoTime();
        fill(channel, start + time.toNanos());
        SocketChannel _ = channel.shutdownOutput();
        long bytes = count(channel);
        return new Bulk(bytes, (System.nanoTime() - start) / 1e9, retransmitted() - before);
      }
    });
  }

  private static void fill(SocketChannel channel, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    int _ = channel.write(ByteBuffer.wrap(new byte[] {LoadServer.BULK}));
    do {
      buffer.clear();
      while (buffer.hasRemaining()) {
        int _ = channel.write(buffer);
      }
    } while (System.nanoTime() < end);
  }

  private static long count(SocketChannel channel) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(Long.BYTES);
    while (answer.hasRemaining()) {
      if (channel.read(answer) < 0) {
        throw new IOException("the other side closed without a count");
      }
    }
    return answer.flip().getLong();
  }

  /// The counter RetransSegs (RFC 4022) of the namespace that this thread is in.
  private static long retransmitted() throws IOException {
    List<String> tcp =
        Files.readAllLines(Path.of("/proc/thread-self/net/snmp")).stream()
            .filter(line -> line.startsWith("Tcp:"))
            .toList();
    int column = List.of(tcp.getFirst().split(" ", -1)).indexOf("RetransSegs");
    return Long.parseLong(tcp.getLast().split(" ", -1)[column]);
  }

  /// Throughput of what was received.
  public double gigabitsPerSecond() {
    return bytes * 8 / seconds / 1e9;
  }

  @Override
  public String toString() {
    return "%.2f Gbit/s, %d retransmits".formatted(gigabitsPerSecond(), retransmits);
  }
}
