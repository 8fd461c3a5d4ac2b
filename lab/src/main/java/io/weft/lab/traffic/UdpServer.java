package io.weft.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Answers every datagram with an [Answer].
final class UdpServer implements TrafficLoop.Ready {

  private final DatagramChannel server;
  private final String endpoint;
  private final int port;

  UdpServer(DatagramChannel server, String endpoint, int port) {
    this.server = server;
    this.endpoint = endpoint;
    this.port = port;
  }

  @Override
  public void ready(SelectionKey key) {
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    for (var client = receive(buffer); client != null; client = receive(buffer)) {
      Answer answer = new Answer(endpoint, port, Sockets.address(client), client.getPort());
      try {
        int _ =
            server.send(
                ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.US_ASCII)), client);
      } catch (IOException _) {
        // This client cannot be answered now (its address went away); the others can.
      }
    }
  }

  private @Nullable InetSocketAddress receive(ByteBuffer buffer) {
    buffer.clear();
    try {
      return (InetSocketAddress) server.receive(buffer);
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  public void failed(IOException cause) {}
}
