package io.weft.cni.netlink;

import io.weft.cni.netlink.Message.Attributes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import java.util.Map;
import java.util.Optional;

/// Addresses and neighbours as rtnetlink messages (rtnetlink(7), linux/if_addr.h,
/// linux/neighbour.h).
final class AddressMessages {
  private static final int RTM_NEWADDR = 20;
  private static final int RTM_DELADDR = 21;
  private static final int RTM_GETADDR = 22;
  private static final int RTM_NEWNEIGH = 28;
  private static final int RTM_DELNEIGH = 29;
  private static final int RTM_GETNEIGH = 30;
  private static final int ADDRESS_BODY = 8;
  private static final int NEIGHBOUR_BODY = 12;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_FLAGS = 8;
  private static final int NODAD = 0x02;
  private static final int NOPREFIXROUTE = 0x200;
  private static final int NDA_DST = 1;
  private static final int NDA_LLADDR = 2;
  private static final int NUD_PERMANENT = 0x80;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int PUT = MessageWriter.ACK | MessageWriter.CREATE | MessageWriter.REPLACE;

  private AddressMessages() {}

  static int family(IpFamily family) {
    return switch (family) {
      case IPV4 -> AF_INET;
      case IPV6 -> AF_INET6;
    };
  }

  static boolean isIp(int family) {
    return family == AF_INET || family == AF_INET6;
  }

  static MessageWriter dumpAddresses() {
    return new MessageWriter(RTM_GETADDR, MessageWriter.DUMP).u8(0).u8(0).u8(0).u8(0).u32(0);
  }

  static Optional<InterfaceAddress> parseAddress(Message message, Map<Integer, String> names) {
    Attributes attributes = message.attributes(ADDRESS_BODY);
    String device = names.get(message.s32(4));
    if (device == null || !isIp(message.u8(0))) {
      return Optional.empty();
    }
    return attributes
        .bytes(IFA_LOCAL)
        .or(() -> attributes.bytes(IFA_ADDRESS))
        .map(a -> new InterfaceAddress(device, IpAddress.ofBytes(a), message.u8(1)));
  }

  static MessageWriter put(InterfaceAddress address, int index) {
    int flags = NOPREFIXROUTE | (address.address().isIpv6() ? NODAD : 0);
    return addressBody(new MessageWriter(RTM_NEWADDR, PUT), address, index)
        .attribute(IFA_FLAGS, flags);
  }

  static MessageWriter delete(InterfaceAddress address, int index) {
    return addressBody(new MessageWriter(RTM_DELADDR, MessageWriter.ACK), address, index);
  }

  private static MessageWriter addressBody(MessageWriter out, InterfaceAddress address, int index) {
    return out.u8(family(address.address().family()))
        .u8(address.length())
        .u8(0)
        .u8(0)
        .u32(index)
        .attribute(IFA_LOCAL, address.address())
        .attribute(IFA_ADDRESS, address.address());
  }

  static MessageWriter dumpNeighbours() {
    return neighbourBody(new MessageWriter(RTM_GETNEIGH, MessageWriter.DUMP), 0, 0, 0);
  }

  static Optional<Neighbour> parseNeighbour(Message message, Map<Integer, String> names) {
    Attributes attributes = message.attributes(NEIGHBOUR_BODY);
    String device = names.get(message.s32(4));
    if (device == null || !isIp(message.u8(0))) {
      return Optional.empty();
    }
    byte[] mac = attributes.bytes(NDA_LLADDR).filter(m -> m.length == 6).orElse(new byte[6]);
    boolean permanent = (message.u16(8) & NUD_PERMANENT) != 0;
    return attributes
        .bytes(NDA_DST)
        .map(a -> new Neighbour(device, IpAddress.ofBytes(a), MacAddress.ofBytes(mac), permanent));
  }

  static MessageWriter put(Neighbour neighbour, int index) {
    int family = family(neighbour.address().family());
    return neighbourBody(new MessageWriter(RTM_NEWNEIGH, PUT), family, index, NUD_PERMANENT)
        .attribute(NDA_DST, neighbour.address())
        .attribute(NDA_LLADDR, neighbour.mac().toBytes());
  }

  static MessageWriter delete(Neighbour neighbour, int index) {
    int family = family(neighbour.address().family());
    return neighbourBody(new MessageWriter(RTM_DELNEIGH, MessageWriter.ACK), family, index, 0)
        .attribute(NDA_DST, neighbour.address());
  }

  private static MessageWriter neighbourBody(MessageWriter out, int family, int index, int state) {
    return out.u8(family).u8(0).u16(0).u32(index).u16(state).u8(0).u8(0);
  }
}
