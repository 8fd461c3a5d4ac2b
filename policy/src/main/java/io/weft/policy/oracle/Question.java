package io.weft.policy.oracle;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;

/// A new connection, or the first datagram of one, as it reaches the endpoint: after the translation
/// of Service addresses, with the source that the receiver sees.
///
/// @param source who begins
/// @param destination who receives; of the same family
/// @param protocol the protocol
/// @param port the port of the receiver
public record Question(IpAddress source, IpAddress destination, Protocol protocol, int port) {
  public Question {
    if (source.family() != destination.family()) {
      throw new IllegalArgumentException(
          "%s cannot talk to %s: two families".formatted(source, destination));
    }
  }
}
