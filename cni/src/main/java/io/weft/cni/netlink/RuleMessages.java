package io.weft.cni.netlink;

import io.weft.cni.netlink.Message.Attributes;
import io.weft.net.IpFamily;
import java.util.Optional;

/// Routing rules as rtnetlink messages (rtnetlink(7), linux/fib_rules.h).
final class RuleMessages {
  private static final int RTM_NEWRULE = 32;
  private static final int RTM_DELRULE = 33;
  private static final int RTM_GETRULE = 34;
  private static final int BODY = 12;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_PROTOCOL = 21;
  private static final int TO_TABLE = 1;
  private static final int ADD = MessageWriter.ACK | MessageWriter.CREATE | MessageWriter.EXCL;

  private RuleMessages() {}

  static MessageWriter dump() {
    return new MessageWriter(RTM_GETRULE, MessageWriter.DUMP).u32(0).u32(0).u32(0);
  }

  /// The rule, if it is one that [RoutingRule] can say.
  static Optional<RoutingRule> parse(Message message) {
    Attributes attributes = message.attributes(BODY);
    Optional<Integer> mark = attributes.u32(FRA_FWMARK);
    boolean plain = message.u8(1) == 0 && message.u8(2) == 0 && message.u8(7) == TO_TABLE;
    if (!AddressMessages.isIp(message.u8(0)) || !plain || mark.isEmpty()) {
      return Optional.empty();
    }
    boolean ipv4 = message.u8(0) == AddressMessages.family(IpFamily.IPV4);
    return Optional.of(
        new RoutingRule(
            ipv4 ? IpFamily.IPV4 : IpFamily.IPV6,
            attributes.u32(FRA_PRIORITY).orElse(0),
            mark.get(),
            attributes.u32(FRA_FWMASK).orElse(-1),
            attributes.u32(FRA_TABLE).orElse(message.u8(4)),
            attributes.bytes(FRA_PROTOCOL).map(b -> Byte.toUnsignedInt(b[0])).orElse(0)));
  }

  static MessageWriter add(RoutingRule rule) {
    return write(new MessageWriter(RTM_NEWRULE, ADD), rule);
  }

  static MessageWriter delete(RoutingRule rule) {
    return write(new MessageWriter(RTM_DELRULE, MessageWriter.ACK), rule);
  }

  private static MessageWriter write(MessageWriter out, RoutingRule rule) {
    return out.u8(AddressMessages.family(rule.family()))
        .u8(0)
        .u8(0)
        .u8(0)
        .u8(rule.table() < 256 ? rule.table() : 0)
        .u8(0)
        .u8(0)
        .u8(TO_TABLE)
        .u32(0)
        .attribute(FRA_PRIORITY, rule.priority())
        .attribute(FRA_FWMARK, rule.mark())
        .attribute(FRA_FWMASK, rule.mask())
        .attribute(FRA_TABLE, rule.table())
        .attribute(FRA_PROTOCOL, new byte[] {(byte) rule.protocol()});
  }
}
