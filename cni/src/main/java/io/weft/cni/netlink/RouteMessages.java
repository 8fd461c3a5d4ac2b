package io.weft.cni.netlink;

import io.weft.cni.netlink.Message.Attributes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.Map;
import java.util.Optional;

/// Routes as rtnetlink messages (rtnetlink(7), linux/rtnetlink.h).
final class RouteMessages {
  private static final int RTM_NEWROUTE = 24;
  private static final int RTM_DELROUTE = 25;
  private static final int RTM_GETROUTE = 26;
  private static final int BODY = 12;
  private static final int RTA_DST = 1;
  private static final int RTA_OIF = 4;
  private static final int RTA_GATEWAY = 5;
  private static final int RTA_PRIORITY = 6;
  private static final int RTA_PREFSRC = 7;
  private static final int RTA_TABLE = 15;
  private static final int RTNH_ONLINK = 4;
  private static final int SCOPE_UNIVERSE = 0;
  private static final int SCOPE_LINK = 253;
  private static final int SCOPE_NOWHERE = 255;
  private static final int UNICAST = 1;
  private static final int CACHED = 0x200;
  private static final int PUT = MessageWriter.ACK | MessageWriter.CREATE | MessageWriter.REPLACE;

  private RouteMessages() {}

  static MessageWriter dump() {
    return new MessageWriter(RTM_GETROUTE, MessageWriter.DUMP)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(0)
        .u32(0);
  }

  /// The route, if it is one that [Route] can say.
  static Optional<Route> parse(Message message, Map<Integer, String> names) {
    Attributes attributes = message.attributes(BODY);
    Optional<String> device = attributes.u32(RTA_OIF).map(names::get);
    boolean known = AddressMessages.isIp(message.u8(0)) && message.u8(7) == UNICAST;
    if (!known || device.isEmpty() || (message.s32(8) & CACHED) != 0) {
      return Optional.empty();
    }
    boolean ipv4 = message.u8(0) == AddressMessages.family(IpFamily.IPV4);
    byte[] destination = attributes.bytes(RTA_DST).orElse(new byte[ipv4 ? 4 : 16]);
    return Optional.of(
        new Route(
            new IpPrefix(IpAddress.ofBytes(destination), message.u8(1)),
            attributes.bytes(RTA_GATEWAY).map(IpAddress::ofBytes),
            device.get(),
            (message.s32(8) & RTNH_ONLINK) != 0,
            attributes.bytes(RTA_PREFSRC).map(IpAddress::ofBytes),
            attributes.u32(RTA_PRIORITY).orElse(0),
            attributes.u32(RTA_TABLE).orElse(message.u8(4)),
            message.u8(5)));
  }

  static MessageWriter put(Route route, int index) {
    int scope = route.gateway().isEmpty() ? SCOPE_LINK : SCOPE_UNIVERSE;
    return write(new MessageWriter(RTM_NEWROUTE, PUT), route, index, scope);
  }

  static MessageWriter delete(Route route, int index) {
    return write(new MessageWriter(RTM_DELROUTE, MessageWriter.ACK), route, index, SCOPE_NOWHERE);
  }

  private static MessageWriter write(MessageWriter out, Route route, int index, int scope) {
    IpPrefix destination = route.destination();
    int shortTable = route.table() < 256 ? route.table() : 0;
    out.u8(AddressMessages.family(destination.family()))
        .u8(destination.length())
        .u8(0)
        .u8(0)
        .u8(shortTable)
        .u8(route.protocol())
        .u8(destination.network().isIpv4() ? scope : SCOPE_UNIVERSE)
        .u8(UNICAST)
        .u32(route.onlink() ? RTNH_ONLINK : 0)
        .attribute(RTA_TABLE, route.table())
        .attribute(RTA_OIF, index);
    if (destination.length() > 0) {
      out.attribute(RTA_DST, destination.network());
    }
    route.gateway().ifPresent(g -> out.attribute(RTA_GATEWAY, g));
    route.source().ifPresent(s -> out.attribute(RTA_PREFSRC, s));
    if (route.metric() != 0) {
      out.attribute(RTA_PRIORITY, route.metric());
    }
    return out;
  }
}
