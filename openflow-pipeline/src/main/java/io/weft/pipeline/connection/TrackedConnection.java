package io.weft.pipeline.connection;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Bits;
import java.util.Optional;

/// An entry of the datapath's connection table.
///
/// @param protocol the IP protocol number, 0 to 255
/// @param original the direction of the first packet, as it came in
/// @param reply the other direction, after translation
/// @param zone the conntrack zone
/// @param mark the value of `ct_mark`
/// @param label the value of `ct_label`
public record TrackedConnection(
    int protocol, Side original, Side reply, int zone, long mark, Bits label) {

  /// One direction.
  ///
  /// @param source where it comes from
  /// @param destination where it goes
  /// @param sourcePort the source port; 0 for protocols without ports
  /// @param destinationPort the destination port; 0 for protocols without ports
  /// @param icmp what stands for ports in ICMP; empty for other protocols
  public record Side(
      IpAddress source,
      IpAddress destination,
      int sourcePort,
      int destinationPort,
      Optional<Icmp> icmp) {

    /// The other direction.
    public Side reversed() {
      return new Side(destination, source, destinationPort, sourcePort, icmp);
    }
  }

  /// The numbers of an ICMP message.
  public record Icmp(int id, int type, int code) {}

  /// As people write it: `TCP 10.244.1.3:40000 > 10.96.0.1:80 at 10.244.1.9:8080`, and
  /// `TCP 10.244.1.3:40000 > 10.244.1.9:8080 as 10.244.1.3:24576` where the source is translated.
  @Override
  public String toString() {
    String name =
        switch (protocol) {
          case 1 -> "ICMP";
          case 6 -> "TCP";
          case 17 -> "UDP";
          case 58 -> "ICMPv6";
          case 132 -> "SCTP";
          default -> "protocol " + protocol;
        };
    String text =
        "%s %s > %s"
            .formatted(
                name,
                end(original.source(), original.sourcePort()),
                end(original.destination(), original.destinationPort()));
    if (!reply.source().equals(original.destination())
        || reply.sourcePort() != original.destinationPort()) {
      text += " at " + end(reply.source(), reply.sourcePort());
    }
    if (!reply.destination().equals(original.source())
        || reply.destinationPort() != original.sourcePort()) {
      text += " as " + end(reply.destination(), reply.destinationPort());
    }
    return text;
  }

  private static String end(IpAddress address, int port) {
    if (port == 0) {
      return address.toString();
    }
    return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
  }
}
