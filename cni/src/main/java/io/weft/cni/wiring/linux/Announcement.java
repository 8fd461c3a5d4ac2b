package io.weft.cni.wiring.linux;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.nio.ByteBuffer;

/// Ethernet frames that tell the neighbourhood where an address is now.
final class Announcement {
  private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
  private static final MacAddress ALL_NODES_MAC = MacAddress.parse("33:33:00:00:00:01");
  private static final int ARP_LENGTH = 28;
  private static final int ADVERTISEMENT_LENGTH = 32;

  private Announcement() {}

  /// An ARP announcement (RFC 5227 §3) or an unsolicited neighbour advertisement (RFC 4861 §4.4).
  static byte[] of(IpAddress address, MacAddress mac) {
    return switch (address.family()) {
      case IPV4 -> arp(address, mac);
      case IPV6 -> advertisement(address, mac);
    };
  }

  private static byte[] arp(IpAddress address, MacAddress mac) {
    return ethernet(MacAddress.BROADCAST, mac, 0x0806, ARP_LENGTH)
        .putShort((short) 1) // Ethernet
        .putShort((short) 0x0800) // IPv4
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) 1) // request
        .put(mac.toBytes())
        .put(address.toBytes())
        .put(new byte[6])
        .put(address.toBytes())
        .array();
  }

  private static byte[] advertisement(IpAddress address, MacAddress mac) {
    ByteBuffer icmp =
        ByteBuffer.allocate(ADVERTISEMENT_LENGTH)
            .put((byte) 136)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(0x2000_0000) // override
            .put(address.toBytes())
            .put((byte) 2) // target link-layer address
            .put((byte) 1)
            .put(mac.toBytes());
    icmp.putShort(2, checksum(address, icmp.array()));
    return ethernet(ALL_NODES_MAC, mac, 0x86dd, 40 + ADVERTISEMENT_LENGTH)
        .putInt(0x6000_0000)
        .putShort((short) ADVERTISEMENT_LENGTH)
        .put((byte) 58)
        .put((byte) 255)
        .put(address.toBytes())
        .put(ALL_NODES.toBytes())
        .put(icmp.array())
        .array();
  }

  private static ByteBuffer ethernet(MacAddress to, MacAddress from, int type, int payload) {
    return ByteBuffer.allocate(14 + payload)
        .put(to.toBytes())
        .put(from.toBytes())
        .putShort((short) type);
  }

  /// Over the pseudo-header (RFC 8200 §8.1) and the message.
  private static short checksum(IpAddress source, byte[] message) {
    int sum = 58 + message.length;
    sum += words(source.toBytes()) + words(ALL_NODES.toBytes()) + words(message);
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (short) ~sum;
  }

  private static int words(byte[] bytes) {
    int sum = 0;
    ByteBuffer words = ByteBuffer.wrap(bytes);
    while (words.hasRemaining()) {
      sum += Short.toUnsignedInt(words.getShort());
    }
    return sum;
  }
}
