package io.weft.lab.traffic;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Servers in any number of namespaces, all on one loop: each answers every line (TCP) and every
/// datagram (UDP) with an [Answer]; a request that begins with `GET ` gets it as an HTTP response.
public final class EchoServers implements AutoCloseable {

  private final TrafficLoop loop = new TrafficLoop("weft-lab-servers");

  /// Servers of one endpoint, closed together.
  public final class Group implements AutoCloseable {

    private final List<SelectableChannel> channels;

    private Group(List<SelectableChannel> channels) {
      this.channels = channels;
    }

    /// Stops listening; connections that were accepted live on until their client ends them.
    /// Returns when the ports are free.
    @Override
    public void close() {
      loop.closeAll(channels);
    }
  }

  /// Listens on `ports` inside the namespace; ready when it returns.
  ///
  /// @param endpoint the name that is answered
  /// @param ports TCP and UDP ports; others are left out
  /// @param addresses where to listen; empty: on every address of both families
  /// @throws IllegalStateException if a port is taken; nothing is left listening then
  public Group open(
      NetworkNamespace namespace, String endpoint, List<Port> ports, List<IpAddress> addresses) {
    List<SelectableChannel> channels = new ArrayList<>();
    try {
      return namespace.call(() -> {
        for (Port port : ports) {
          for (InetSocketAddress address : bindings(port, addresses)) {
            listen(endpoint, port, address, channels);
          }
        }
        return new Group(channels);
      });
    } catch (RuntimeException e) {
      loop.closeAll(channels);
      throw e;
    }
  }

  private static List<InetSocketAddress> bindings(Port port, List<IpAddress> addresses)
      throws UnknownHostException {
    if (addresses.isEmpty()) {
      return List.of(new InetSocketAddress(Sockets.inet(IpAddress.parse("::")), port.number()));
    }
    List<InetSocketAddress> bindings = new ArrayList<>();
    for (IpAddress address : addresses) {
      bindings.add(new InetSocketAddress(Sockets.inet(address), port.number()));
    }
    return bindings;
  }

  private void listen(
      String endpoint, Port port, InetSocketAddress address, List<SelectableChannel> channels)
      throws IOException {
    switch (port.protocol()) {
      case TCP -> {
        ServerSocketChannel server = ServerSocketChannel.open(family(address));
        channels.add(server);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address, 512).configureBlocking(false);
        watch(server, SelectionKey.OP_ACCEPT, new TcpServer(loop, server, endpoint));
      }
      case UDP -> {
        DatagramChannel server = DatagramChannel.open(family(address));
        channels.add(server);
        server.bind(address).configureBlocking(false);
        watch(server, SelectionKey.OP_READ, new UdpServer(server, endpoint, port.number()));
      }
      case SCTP, ICMP -> {}
    }
  }

  private void watch(SelectableChannel channel, int interest, TrafficLoop.Ready ready) {
    CompletableFuture<Boolean> registered = new CompletableFuture<>();
    loop.execute(() -> {
      try {
        SelectionKey _ = loop.register(channel, interest, ready);
        registered.complete(true);
      } catch (IOException e) {
        registered.completeExceptionally(e);
      }
    });
    registered.join();
  }

  /// One socket per address family, so that a namespace with IPv6 switched off works as well.
  private static StandardProtocolFamily family(InetSocketAddress address) {
    return Sockets.family(address.getAddress());
  }

  @Override
  public void close() {
    loop.close();
  }
}
