package io.weft.lab.cases;

import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.Optional;

/// Does this reach that?
///
/// @param from `namespace/pod`, `node:NAME` or `ext:NAME`
/// @param to whom
/// @param protocol TCP, UDP, SCTP or ICMP
/// @param port the destination's port; 0 for ICMP
/// @param path for HTTP: what to GET
/// @param via for outside sources: the node at which the packets arrive; empty: the one that owns
///     the address
public record Question(
    String from,
    Target to,
    Protocol protocol,
    int port,
    Optional<String> path,
    Optional<String> via) {

  /// Whom a question is about.
  public sealed interface Target {

    /// An endpoint's own address of a family.
    record Endpoint(String name, IpFamily family) implements Target {
      @Override
      public String toString() {
        return name;
      }
    }

    /// Any address, a Service's for instance.
    record Address(IpAddress address) implements Target {
      @Override
      public String toString() {
        return address.toString();
      }
    }
  }

  @Override
  public String toString() {
    return "%s -> %s %s%s%s"
        .formatted(
            from,
            to,
            protocol,
            port == 0 ? "" : " " + port,
            via.map(node -> " via " + node).orElse(""));
  }
}
