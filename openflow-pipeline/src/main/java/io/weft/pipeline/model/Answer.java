package io.weft.pipeline.model;

import io.weft.net.IpAddress;
import java.util.List;
import java.util.Optional;

/// What came of a new connection.
///
/// @param by who answered; empty if the client got no answer
/// @param address the address at which it was reached; of the last attempt if there was no answer
/// @param port the port at which it was reached
/// @param sourceSeen the client's address as the receiver saw it; empty if nobody received anything
/// @param reason why there was no answer, in words; empty if there was one
/// @param path the bridges that the packets passed, there and back
public record Answer(
    Optional<Endpoint> by,
    IpAddress address,
    int port,
    Optional<IpAddress> sourceSeen,
    String reason,
    List<Hop> path) {

  public Answer {
    path = List.copyOf(path);
  }

  /// Whether the connection came about.
  public boolean answered() {
    return by.isPresent();
  }
}
