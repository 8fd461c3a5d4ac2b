package io.weft.lab.traffic;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.Optional;

/// One attempt to reach an address from inside a namespace, with a new socket and a new source port.
///
/// @param namespace where the client's socket lives
/// @param source the address it binds; empty: as routing chooses
/// @param destination where to
/// @param protocol TCP, UDP or ICMP
/// @param port the destination's port; 0 for ICMP
/// @param path for HTTP over TCP: what to GET
/// @param timeout how long silence may last
public record Probe(
    NetworkNamespace namespace,
    Optional<IpAddress> source,
    IpAddress destination,
    Protocol protocol,
    int port,
    Optional<String> path,
    Duration timeout) {

  public Probe {
    if (protocol == Protocol.ICMP ? port != 0 : port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " does not fit " + protocol);
    }
  }

  /// The same probe with another time-out.
  public Probe withTimeout(Duration other) {
    return new Probe(namespace, source, destination, protocol, port, path, other);
  }
}
