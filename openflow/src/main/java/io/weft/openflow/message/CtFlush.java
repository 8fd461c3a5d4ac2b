package io.weft.openflow.message;

import io.weft.net.IpAddress;
import java.util.Optional;

/// Forgets the connections that fit a tuple (`NXT_CT_FLUSH`, Open vSwitch 3.1 and later).
///
/// What is empty fits everything; protocol 0 fits every protocol. Ports can be given only together
/// with a protocol.
///
/// @param protocol the IP protocol number, 0 to 255, 0 for any
/// @param original the direction of the first packet
/// @param reply the other direction, after translation
/// @param zone the conntrack zone, 0 to 65535; empty for zone 0
public record CtFlush(int protocol, Tuple original, Tuple reply, Optional<Integer> zone)
    implements Message {

  /// One direction of a connection.
  ///
  /// @param icmpId the ICMP identifier, where the protocol is ICMP
  /// @param icmpType the ICMP type
  /// @param icmpCode the ICMP code
  public record Tuple(
      Optional<IpAddress> source,
      Optional<IpAddress> destination,
      Optional<Integer> sourcePort,
      Optional<Integer> destinationPort,
      Optional<Integer> icmpId,
      Optional<Integer> icmpType,
      Optional<Integer> icmpCode) {

    /// Fits every connection.
    public static final Tuple ANY = of(Optional.empty(), Optional.empty());

    /// Fits the addresses, whatever the ports.
    public static Tuple of(Optional<IpAddress> source, Optional<IpAddress> destination) {
      return new Tuple(
          source,
          destination,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /// The same with this source port.
    public Tuple withSourcePort(int port) {
      return new Tuple(
          source, destination, Optional.of(port), destinationPort, icmpId, icmpType, icmpCode);
    }

    /// The same with this destination port.
    public Tuple withDestinationPort(int port) {
      return new Tuple(
          source, destination, sourcePort, Optional.of(port), icmpId, icmpType, icmpCode);
    }
  }

  /// Fits connections of any protocol whose first packet came from this address.
  public static CtFlush originalSource(IpAddress source, int zone) {
    return new CtFlush(
        0, Tuple.of(Optional.of(source), Optional.empty()), Tuple.ANY, Optional.of(zone));
  }

  /// Fits connections of any protocol whose replies come from this address.
  public static CtFlush replySource(IpAddress source, int zone) {
    return new CtFlush(
        0, Tuple.ANY, Tuple.of(Optional.of(source), Optional.empty()), Optional.of(zone));
  }
}
