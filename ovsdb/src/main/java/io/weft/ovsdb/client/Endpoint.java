package io.weft.ovsdb.client;

import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;

/// Where an OVSDB server listens, in the notation of ovsdb(7) for active connections.
public sealed interface Endpoint {

  /// `unix:/run/openvswitch/db.sock`.
  record Unix(Path path) implements Endpoint {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// `tcp:127.0.0.1:6640`, `tcp:[::1]:6640`.
  record Tcp(String host, int port) implements Endpoint {
    public Tcp {
      if (host.isEmpty() || port < 1 || port > 65535) {
        throw new IllegalArgumentException("not a TCP endpoint: '" + host + "' port " + port);
      }
    }

    @Override
    public String toString() {
      return "tcp:" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// Reads either notation.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message holds the text
  static Endpoint parse(String text) {
    if (text.startsWith("unix:") && text.length() > 5) {
      return new Unix(Path.of(text.substring(5)));
    }
    int colon = text.lastIndexOf(':');
    if (text.startsWith("tcp:") && colon > 4) {
      String host = text.substring(4, colon).replaceAll("^\\[(.*)]$", "$1");
      try {
        return new Tcp(host, Integer.parseInt(text.substring(colon + 1)));
      } catch (NumberFormatException _) {
        // Said below, with the whole text.
      }
    }
    throw new IllegalArgumentException(
        "not an OVSDB endpoint: '" + text + "'; write unix:PATH or tcp:HOST:PORT");
  }

  /// The address as Vert.x has it.
  default SocketAddress address() {
    return switch (this) {
      case Unix(Path path) -> SocketAddress.domainSocketAddress(path.toString());
      case Tcp(String host, int port) -> SocketAddress.inetSocketAddress(port, host);
    };
  }
}
