package io.weft.lab.bench.load;

import io.weft.lab.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Accepts on one port of a namespace, both families. The first byte of a connection says what it is:
/// short ones are answered with a byte and closed, bulk ones are read to their end and answered with
/// the number of bytes.
public final class LoadServer implements AutoCloseable {

  /// What a short connection begins with.
  static final byte SHORT = 's';

  /// What a bulk connection begins with.
  static final byte BULK = 'b';

  private static final int BACKLOG = 4096;
  private static final int BUFFER = 1 << 20;

  private final ServerSocketChannel listening;
  private final Thread accepting;

  private LoadServer(ServerSocketChannel listening) {
    this.listening = listening;
    this.accepting = Thread.ofPlatform().daemon().name("weft-load-server").start(this::accept);
  }

  /// Listens on every address of the namespace; ready when it returns.
  public static LoadServer open(NetworkNamespace namespace, int port) {
    return new LoadServer(
        namespace.call(() -> {
          ServerSocketChannel server = ServerSocketChannel.open();
          server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
          return server.bind(new InetSocketAddress(InetAddress.getByName("::"), port), BACKLOG);
        }));
  }

  private void accept() {
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    while (listening.isOpen()) {
      try {
        serve(listening.accept(), one);
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException _) {
        // This client went away before it was served.
      }
    }
  }

  private static void serve(SocketChannel connection, ByteBuffer one) throws IOException {
    boolean bulk = false;
    try {
      if (connection.read(one.clear()) == 1) {
        bulk = one.get(0) == BULK;
        if (bulk) {
          Thread _ =
              Thread.ofPlatform().daemon().name("weft-load-sink").start(() -> sink(connection));
        } else {
          int _ = connection.write(one.flip());
        }
      }
    } finally {
      if (!bulk) {
        connection.close();
      }
    }
  }

  private static void sink(SocketChannel connection) {
    try (connection) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      long total = 0;
      for (int read = 0; read >= 0; read = connection.read(buffer.clear())) {
        total += read;
      }
      int _ = connection.write(buffer.clear().putLong(total).flip());
    } catch (IOException _) {
      // The sender gets no answer and says so.
    }
  }

  /// Stops listening.
  @Override
  public void close() {
    try {
      listening.close();
      accepting.join();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
