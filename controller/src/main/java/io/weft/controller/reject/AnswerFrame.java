package io.weft.controller.reject;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import java.nio.ByteBuffer;

/// Ethernet frames that answer an offending packet.
final class AnswerFrame {

  private static final int ETHERNET = 14;
  private static final int TTL = 64;

  /// As much of the offending packet as an error quotes: all errors fit into every MTU.
  private static final int QUOTE = 500;

  private AnswerFrame() {}

  /// A reset from the destination to the source (RFC 9293 §3.5.2).
  static Bytes reset(OffendingPacket packet) {
    boolean acknowledges = (packet.tcpFlags() & TcpFlags.ACK) != 0;
    ByteBuffer tcp = ByteBuffer.allocate(20);
    tcp.putShort((short) packet.port(2)).putShort((short) packet.port(0));
    tcp.putInt(acknowledges ? packet.number(8) : 0);
    tcp.putInt(acknowledges ? 0 : packet.number(4) + packet.tcpLength());
    tcp.put((byte) 0x50);
    tcp.put((byte) (acknowledges ? TcpFlags.RST : TcpFlags.RST | TcpFlags.ACK));
    return frame(packet, packet.destination(), OffendingPacket.TCP, tcp.array(), 16);
  }

  /// An ICMP or ICMPv6 error that quotes the packet (RFC 792, RFC 4443 §3).
  ///
  /// @param from the address that it comes from
  static Bytes error(OffendingPacket packet, IpAddress from, int type, int code) {
    int quote = Math.min(packet.ip().length(), QUOTE);
    ByteBuffer icmp = ByteBuffer.allocate(8 + quote);
    icmp.put((byte) type).put((byte) code).putShort((short) 0).putInt(0);
    icmp.put(packet.ip().toArray(), 0, quote);
    int protocol = from.isIpv4() ? OffendingPacket.ICMP : OffendingPacket.ICMPV6;
    return frame(packet, from, protocol, icmp.array(), 2);
  }

  private static Bytes frame(
      OffendingPacket packet, IpAddress from, int protocol, byte[] payload, int checksumAt) {
    boolean pseudoHeader = protocol != OffendingPacket.ICMP;
    int sum = sum(payload);
    if (pseudoHeader) {
      sum += sum(from.toBytes()) + sum(packet.source().toBytes()) + protocol + payload.length;
    }
    ByteBuffer.wrap(payload).putShort(checksumAt, folded(sum));
    byte[] header =
        from.isIpv4()
            ? ipv4(packet, from, protocol, payload)
            : ipv6(packet, from, protocol, payload);
    ByteBuffer frame = ByteBuffer.allocate(ETHERNET + header.length + payload.length);
    frame.put(packet.from().toBytes()).put(packet.to().toBytes());
    frame.putShort((short) (from.isIpv4() ? 0x0800 : 0x86dd));
    return Bytes.of(frame.put(header).put(payload).array());
  }

  private static byte[] ipv4(OffendingPacket packet, IpAddress from, int protocol, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(20);
    header.putShort((short) 0x4500).putShort((short) (20 + payload.length));
    header.putShort((short) 0).putShort((short) 0x4000);
    header.put((byte) TTL).put((byte) protocol).putShort((short) 0);
    header.put(from.toBytes()).put(packet.source().toBytes());
    header.putShort(10, folded(sum(header.array())));
    return header.array();
  }

  private static byte[] ipv6(OffendingPacket packet, IpAddress from, int protocol, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(40);
    header.putInt(0x6000_0000).putShort((short) payload.length);
    header.put((byte) protocol).put((byte) TTL);
    return header.put(from.toBytes()).put(packet.source().toBytes()).array();
  }

  /// The one's complement sum of 16-bit words, not folded (RFC 1071).
  private static int sum(byte[] octets) {
    int sum = 0;
    for (int i = 0; i < octets.length; i++) {
      sum += (octets[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
    }
    return sum;
  }

  private static short folded(int sum) {
    int folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
