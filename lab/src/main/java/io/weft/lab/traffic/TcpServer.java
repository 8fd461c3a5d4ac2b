package io.weft.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Accepts connections and gives each an [Answer] per line.
final class TcpServer implements TrafficLoop.Ready {

  private final TrafficLoop loop;
  private final ServerSocketChannel server;
  private final String endpoint;

  TcpServer(TrafficLoop loop, ServerSocketChannel server, String endpoint) {
    this.loop = loop;
    this.server = server;
    this.endpoint = endpoint;
  }

  @Override
  public void ready(SelectionKey key) throws IOException {
    for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
      client.configureBlocking(false);
      var remote = (InetSocketAddress) client.getRemoteAddress();
      var local = (InetSocketAddress) client.getLocalAddress();
      Answer answer =
          new Answer(endpoint, local.getPort(), Sockets.address(remote), remote.getPort());
      SelectionKey _ =
          loop.register(client, SelectionKey.OP_READ, new Connection(client, answer.toString()));
    }
  }

  @Override
  public void failed(IOException cause) {}

  /// One accepted connection.
  private record Connection(SocketChannel client, String answer) implements TrafficLoop.Ready {

    @Override
    public void ready(SelectionKey key) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      int length = client.read(buffer);
      if (length < 0) {
        client.close();
        return;
      }
      String text = new String(buffer.array(), 0, length, StandardCharsets.US_ASCII);
      if (text.startsWith("GET ")) {
        write(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                + "Content-Length: %d\r\n\r\n%s\n".formatted(answer.length() + 1, answer));
        client.close();
        return;
      }
      for (int i = 0; i < length; i++) {
        if (text.charAt(i) == '\n') {
          write(answer + "\n");
        }
      }
    }

    /// Answers are far smaller than a socket's buffer: a short write means a client that never
    /// reads, and it may go without.
    private void write(String text) throws IOException {
      int _ = client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void failed(IOException cause) {}
  }
}
