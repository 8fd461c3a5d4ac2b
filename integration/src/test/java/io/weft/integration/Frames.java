package io.weft.integration;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds the frames that an honest Pod would not send.
final class Frames {

  private static final int UDP = 17;
  private static final int ICMPV6 = 58;

  private Frames() {}

  /// A UDP datagram with this text, from port 7777.
  static byte[] udp(
      MacAddress to,
      MacAddress from,
      IpAddress source,
      IpAddress destination,
      int port,
      String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
    udp.putShort((short) 7777).putShort((short) port).putShort((short) udp.capacity());
    udp.putShort((short) 0).put(payload);
    udp.putShort(6, checksum(source, destination, UDP, udp.array()));
    return ip(to, from, source, destination, UDP, 64, udp.array());
  }

  /// "Who has `target`?" by ARP (RFC 826).
  static byte[] arpRequest(
      MacAddress from, MacAddress senderMac, IpAddress sender, IpAddress target) {
    return joined(
        MacAddress.parse("ff:ff:ff:ff:ff:ff").toBytes(),
        from.toBytes(),
        new byte[] {8, 6, 0, 1, 8, 0, 6, 4, 0, 1},
        senderMac.toBytes(),
        sender.toBytes(),
        new byte[6],
        target.toBytes());
  }

  /// "`sender` is at `from`", said to `to` without having been asked (RFC 826).
  static byte[] arpReply(MacAddress to, MacAddress from, IpAddress sender, IpAddress target) {
    return joined(
        to.toBytes(),
        from.toBytes(),
        new byte[] {8, 6, 0, 1, 8, 0, 6, 4, 0, 2},
        from.toBytes(),
        sender.toBytes(),
        to.toBytes(),
        target.toBytes());
  }

  /// "`target` is at `from`", overriding what was known (RFC 4861 §4.4).
  static byte[] neighbourAdvertisement(
      MacAddress to, MacAddress from, IpAddress source, IpAddress destination, IpAddress target) {
    ByteBuffer message = ByteBuffer.allocate(32);
    message.put((byte) 136).put((byte) 0).putShort((short) 0).putInt(0x2000_0000);
    message.put(target.toBytes()).put((byte) 2).put((byte) 1).put(from.toBytes());
    message.putShort(2, checksum(source, destination, ICMPV6, message.array()));
    return ip(to, from, source, destination, ICMPV6, 255, message.array());
  }

  /// "Who has `target`?" by neighbour discovery (RFC 4861 §4.3), with a source link-layer option.
  static byte[] neighbourSolicitation(MacAddress from, IpAddress sender, IpAddress target) {
    byte[] last = target.toBytes();
    IpAddress group =
        IpAddress.ofIpv6(
            0xff02_0000_0000_0000L,
            0x0000_0001_ff00_0000L
                | (last[13] & 0xffL) << 16
                | (last[14] & 0xffL) << 8
                | (last[15] & 0xffL));
    ByteBuffer message = ByteBuffer.allocate(32);
    message.put((byte) 135).put((byte) 0).putShort((short) 0).putInt(0).put(last);
    message.put((byte) 1).put((byte) 1).put(from.toBytes());
    message.putShort(2, checksum(sender, group, ICMPV6, message.array()));
    byte[] bits = group.toBytes();
    MacAddress to =
        MacAddress.parse(
            "33:33:%02x:%02x:%02x:%02x".formatted(bits[12], bits[13], bits[14], bits[15]));
    return ip(to, from, sender, group, ICMPV6, 255, message.array());
  }

  /// A frame in Geneve (RFC 8926), as the payload of a UDP datagram.
  static byte[] geneve(int vni, byte[] frame) {
    byte[] header = {0, 0, 0x65, 0x58, (byte) (vni >>> 16), (byte) (vni >>> 8), (byte) vni, 0};
    return joined(header, frame);
  }

  private static byte[] ip(
      MacAddress to,
      MacAddress from,
      IpAddress source,
      IpAddress destination,
      int protocol,
      int hops,
      byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(source.isIpv4() ? 20 : 40);
    if (source.isIpv4()) {
      header.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
      header.putInt(0).put((byte) hops).put((byte) protocol).putShort((short) 0);
      header.put(source.toBytes()).put(destination.toBytes());
      header.putShort(10, fold(sum(header.array())));
    } else {
      header.putInt(0x6000_0000).putShort((short) payload.length);
      header.put((byte) protocol).put((byte) hops);
      header.put(source.toBytes()).put(destination.toBytes());
    }
    byte[] type = source.isIpv4() ? new byte[] {8, 0} : new byte[] {(byte) 0x86, (byte) 0xdd};
    return joined(to.toBytes(), from.toBytes(), type, header.array(), payload);
  }

  private static short checksum(
      IpAddress source, IpAddress destination, int protocol, byte[] body) {
    long sum =
        sum(source.toBytes()) + sum(destination.toBytes()) + protocol + body.length + sum(body);
    short folded = fold(sum);
    return folded == 0 ? (short) 0xffff : folded;
  }

  private static long sum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      sum += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
    }
    return sum;
  }

  private static short fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
