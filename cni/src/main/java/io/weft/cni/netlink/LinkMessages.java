package io.weft.cni.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.weft.cni.netlink.Message.Attributes;
import io.weft.cni.netlink.NetlinkChange.LinkSetting;
import io.weft.net.MacAddress;

/// Links as rtnetlink messages (rtnetlink(7), linux/if_link.h).
final class LinkMessages {
  private static final int RTM_NEWLINK = 16;
  private static final int RTM_DELLINK = 17;
  private static final int RTM_GETLINK = 18;
  private static final int RTM_SETLINK = 19;
  private static final int BODY = 16;
  private static final int IFF_UP = 0x1;
  private static final int IFF_RUNNING = 0x40;
  private static final int AF_INET6 = 10;

  private static final int IFLA_ADDRESS = 1;
  private static final int IFLA_IFNAME = 3;
  private static final int IFLA_MTU = 4;
  private static final int IFLA_LINKINFO = 18;
  private static final int IFLA_INFO_KIND = 1;
  private static final int IFLA_INFO_DATA = 2;
  private static final int VETH_INFO_PEER = 1;
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_GROUP = 27;
  private static final int IFLA_NET_NS_FD = 28;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
  private static final int EUI64 = 0;
  private static final int NONE = 1;

  private LinkMessages() {}

  static MessageWriter dump() {
    return body(new MessageWriter(RTM_GETLINK, MessageWriter.DUMP), 0, 0);
  }

  static MessageWriter find(String name) {
    return body(new MessageWriter(RTM_GETLINK, 0), 0, 0).attribute(IFLA_IFNAME, name);
  }

  static Link parse(Message message) {
    Attributes attributes = message.attributes(BODY);
    int flags = message.s32(8);
    byte[] mac = attributes.bytes(IFLA_ADDRESS).filter(m -> m.length == 6).orElse(new byte[6]);
    return new Link(
        message.s32(4),
        attributes.text(IFLA_IFNAME).orElse(""),
        attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND).orElse(""),
        MacAddress.ofBytes(mac),
        attributes.u32(IFLA_MTU).orElse(0),
        (flags & IFF_UP) != 0,
        (flags & IFF_RUNNING) != 0);
  }

  private static MessageWriter body(MessageWriter out, int flags, int change) {
    return out.u8(0).u8(0).u16(0).u32(0).u32(flags).u32(change);
  }

  private static MessageWriter create() {
    int flags = MessageWriter.ACK | MessageWriter.CREATE | MessageWriter.EXCL;
    return body(new MessageWriter(RTM_NEWLINK, flags), 0, 0);
  }

  static MessageWriter add(NetlinkChange.AddLink link) {
    return create()
        .attribute(IFLA_IFNAME, link.name())
        .nested(IFLA_LINKINFO, info -> info.attribute(IFLA_INFO_KIND, kind(link.kind())));
  }

  private static byte[] kind(String kind) {
    return kind.getBytes(US_ASCII);
  }

  static MessageWriter add(NetlinkChange.AddVeth veth) {
    return create()
        .attribute(IFLA_IFNAME, veth.name())
        .attribute(IFLA_ADDRESS, veth.mac().toBytes())
        .attribute(IFLA_MTU, veth.mtu())
        .nested(
            IFLA_LINKINFO,
            info ->
                info.attribute(IFLA_INFO_KIND, kind("veth"))
                    .nested(
                        IFLA_INFO_DATA,
                        data -> data.nested(VETH_INFO_PEER, peer -> peer(peer, veth))));
  }

  private static void peer(MessageWriter out, NetlinkChange.AddVeth veth) {
    body(out, 0, 0)
        .attribute(IFLA_IFNAME, veth.peer())
        .attribute(IFLA_ADDRESS, veth.peerMac().toBytes())
        .attribute(IFLA_MTU, veth.mtu());
    veth.peerNamespace().ifPresent(fd -> out.attribute(IFLA_NET_NS_FD, fd));
  }

  static MessageWriter delete(String name) {
    return body(new MessageWriter(RTM_DELLINK, MessageWriter.ACK), 0, 0)
        .attribute(IFLA_IFNAME, name);
  }

  static MessageWriter deleteGroup(int group) {
    return body(new MessageWriter(RTM_DELLINK, MessageWriter.ACK), 0, 0)
        .attribute(IFLA_GROUP, group);
  }

  /// @param index the interface, which a new name needs; 0 to find it by name
  static MessageWriter set(NetlinkChange.SetLink change, int index) {
    MessageWriter out = new MessageWriter(RTM_SETLINK, MessageWriter.ACK);
    int flags = change.setting() instanceof LinkSetting.Up(boolean up) && up ? IFF_UP : 0;
    int mask = change.setting() instanceof LinkSetting.Up ? IFF_UP : 0;
    out.u8(0).u8(0).u16(0).u32(index).u32(flags).u32(mask);
    if (index == 0) {
      out.attribute(IFLA_IFNAME, change.name());
    }
    return switch (change.setting()) {
      case LinkSetting.Up _ -> out;
      case LinkSetting.Mtu(int octets) -> out.attribute(IFLA_MTU, octets);
      case LinkSetting.Mac(MacAddress mac) -> out.attribute(IFLA_ADDRESS, mac.toBytes());
      case LinkSetting.Name(String name) -> out.attribute(IFLA_IFNAME, name);
      case LinkSetting.Group(int number) -> out.attribute(IFLA_GROUP, number);
      case LinkSetting.Ipv6LinkLocal(boolean wanted) -> ipv6Addresses(out, wanted ? EUI64 : NONE);
    };
  }

  private static MessageWriter ipv6Addresses(MessageWriter out, int mode) {
    return out.nested(
        IFLA_AF_SPEC,
        families ->
            families.nested(
                AF_INET6,
                inet6 -> inet6.attribute(IFLA_INET6_ADDR_GEN_MODE, new byte[] {(byte) mode})));
  }
}
