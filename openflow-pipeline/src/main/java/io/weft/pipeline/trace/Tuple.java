package io.weft.pipeline.trace;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Field;
import java.util.Optional;

/// One direction of a connection, as a packet of it shows it.
///
/// @param protocol the IP protocol
/// @param source the source address
/// @param sourcePort the source port; the ICMP type and code for ICMP
/// @param destination the destination address
/// @param destinationPort the destination port; 0 for protocols without ports
public record Tuple(
    int protocol, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP6 = 58;
  private static final int SCTP = 132;

  /// The fields that hold the ports of a protocol.
  private record PortFields(Field source, Field destination) {
    static Optional<PortFields> of(int protocol) {
      return switch (protocol) {
        case TCP -> Optional.of(new PortFields(Field.TCP_SRC, Field.TCP_DST));
        case UDP -> Optional.of(new PortFields(Field.UDP_SRC, Field.UDP_DST));
        case SCTP -> Optional.of(new PortFields(Field.SCTP_SRC, Field.SCTP_DST));
        default -> Optional.empty();
      };
    }
  }

  /// The tuple of an IP packet; empty for other packets.
  public static Optional<Tuple> of(Packet packet) {
    if (packet.family().isEmpty()) {
      return Optional.empty();
    }
    int protocol = (int) packet.value(Field.IP_PROTO).low();
    Optional<PortFields> ports = PortFields.of(protocol);
    int sourcePort =
        ports.map(p -> (int) packet.value(p.source()).low()).orElse(echo(packet, protocol));
    int destinationPort = ports.map(p -> (int) packet.value(p.destination()).low()).orElse(0);
    return Optional.of(
        new Tuple(protocol, packet.source(), sourcePort, packet.destination(), destinationPort));
  }

  /// Echo requests and their replies are one conversation; other ICMP types stand for themselves.
  private static int echo(Packet packet, int protocol) {
    int type =
        switch (protocol) {
          case ICMP -> (int) packet.value(Field.ICMP4_TYPE).low();
          case ICMP6 -> (int) packet.value(Field.ICMP6_TYPE).low();
          default -> 0;
        };
    boolean echoes =
        (protocol == ICMP && (type == 0 || type == 8))
            || (protocol == ICMP6 && (type == 128 || type == 129));
    return echoes ? 0 : type;
  }

  /// The tuple of packets in the other direction.
  public Tuple reversed() {
    return new Tuple(protocol, destination, destinationPort, source, sourcePort);
  }

  Tuple withSource(IpAddress address, int port) {
    return new Tuple(protocol, address, port, destination, destinationPort);
  }

  Tuple withDestination(IpAddress address, int port) {
    return new Tuple(protocol, source, sourcePort, address, port);
  }

  /// The packet with the addresses and ports of this tuple.
  Packet writeTo(Packet packet) {
    Packet next =
        source.isIpv4()
            ? packet.with(Field.IPV4_SRC, source).with(Field.IPV4_DST, destination)
            : packet.with(Field.IPV6_SRC, source).with(Field.IPV6_DST, destination);
    Optional<PortFields> ports = PortFields.of(protocol);
    if (ports.isPresent()) {
      next =
          next.with(ports.get().source(), sourcePort)
              .with(ports.get().destination(), destinationPort);
    }
    return next;
  }
}
