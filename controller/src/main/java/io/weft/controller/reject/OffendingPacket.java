package io.weft.controller.reject;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An untagged IP packet that shall be answered with an error.
///
/// @param from its Ethernet source
/// @param to its Ethernet destination
/// @param source its IP source
/// @param destination its IP destination
/// @param protocol the IP protocol number of its payload
/// @param ip the IP packet, header included, as far as it was handed up
/// @param payload the offset of the transport header in `ip`
/// @param length the length of the transport header and data by the IP header, in bytes
record OffendingPacket(
    MacAddress from,
    MacAddress to,
    IpAddress source,
    IpAddress destination,
    int protocol,
    Bytes ip,
    int payload,
    int length) {

  static final int ICMP = 1;
  static final int TCP = 6;
  static final int ICMPV6 = 58;
  private static final int ETHERNET = 14;
  private static final int IPV6_HEADER = 40;
  private static final int IPV6_FRAGMENT = 44;

  /// Reads a frame; empty if nothing must or can be sent in answer to it: it is no IP, a later
  /// fragment, or comes from or goes to an address that is not one host's (RFC 1122 §3.2.2,
  /// RFC 4443 §2.4).
  static Optional<OffendingPacket> parse(Bytes frame) {
    ByteBuffer in = ByteBuffer.wrap(frame.toArray());
    try {
      MacAddress to = mac(in);
      MacAddress from = mac(in);
      int type = in.getShort() & 0xffff;
      Bytes ip = Bytes.copyOf(in.array(), ETHERNET, in.remaining());
      return (switch (type) {
            case 0x0800 -> ipv4(from, to, ip);
            case 0x86dd -> ipv6(from, to, ip);
            default -> Optional.<OffendingPacket>empty();
          })
          .filter(OffendingPacket::answerable);
    } catch (BufferUnderflowException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static MacAddress mac(ByteBuffer in) {
    byte[] octets = new byte[6];
    in.get(octets);
    return MacAddress.ofBytes(octets);
  }

  private static IpAddress address(Bytes ip, int offset, int length) {
    byte[] octets = new byte[length];
    ByteBuffer.wrap(ip.toArray()).get(offset, octets);
    return IpAddress.ofBytes(octets);
  }

  private static Optional<OffendingPacket> ipv4(MacAddress from, MacAddress to, Bytes ip) {
    int header = (ip.at(0) & 0xf) * 4;
    int fragmentOffset = (ip.at(6) & 0x1f) << 8 | ip.at(7);
    if (fragmentOffset != 0 || header < 20) {
      return Optional.empty();
    }
    int total = ip.at(2) << 8 | ip.at(3);
    return Optional.of(
        new OffendingPacket(
            from,
            to,
            address(ip, 12, 4),
            address(ip, 16, 4),
            ip.at(9),
            ip,
            header,
            total - header));
  }

  private static Optional<OffendingPacket> ipv6(MacAddress from, MacAddress to, Bytes ip) {
    if (ip.at(6) == IPV6_FRAGMENT) {
      return Optional.empty();
    }
    int length = ip.at(4) << 8 | ip.at(5);
    return Optional.of(
        new OffendingPacket(
            from, to, address(ip, 8, 16), address(ip, 24, 16), ip.at(6), ip, IPV6_HEADER, length));
  }

  private boolean answerable() {
    boolean hosts =
        !from.isMulticast()
            && !source.isMulticast()
            && !source.isUnspecified()
            && !source.isLoopback()
            && !destination.isMulticast();
    return hosts
        && switch (protocol) {
          case ICMP -> ip.at(payload) == 8;
          case ICMPV6 -> ip.at(payload) == 128;
          case TCP -> ip.length() >= payload + 20 && (ip.at(payload + 13) & TcpFlags.RST) == 0;
          default -> true;
        };
  }

  /// A 32-bit field of the transport header.
  int number(int offset) {
    return ByteBuffer.wrap(ip.toArray()).getInt(payload + offset);
  }

  /// A 16-bit field of the transport header.
  int port(int offset) {
    return ip.at(payload + offset) << 8 | ip.at(payload + offset + 1);
  }

  /// The flags of its TCP header.
  int tcpFlags() {
    return ip.at(payload + 13);
  }

  /// How much of the sequence space it takes (RFC 9293 §3.4).
  int tcpLength() {
    int data = length - (ip.at(payload + 12) >>> 4) * 4;
    return data
        + ((tcpFlags() & TcpFlags.SYN) != 0 ? 1 : 0)
        + ((tcpFlags() & TcpFlags.FIN) != 0 ? 1 : 0);
  }
}
