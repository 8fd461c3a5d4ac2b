package io.weft.openflow.text;

import io.weft.net.Bytes;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects the parts of a match; those whose meaning hangs on the protocol wait for the end.
final class MatchReader {

  private static final List<String> WAITING = List.of("tp_src", "tp_dst", "icmp_type", "icmp_code");

  private final Names names;
  private final List<Item> waiting = new ArrayList<>();
  private Match match = Match.any();

  MatchReader(Names names) {
    this.names = names;
  }

  /// @throws SyntaxException if this is no part of a match, or contradicts the others
  void read(Item item) {
    try {
      if (WAITING.contains(item.key())) {
        waiting.add(item);
      } else {
        match = item.hasValue() ? value(item) : word(item);
      }
    } catch (IllegalArgumentException e) {
      throw item.failure(e);
    }
  }

  private Match word(Item item) {
    return Protocol.named(item.key())
        .orElseThrow(() -> item.failure("neither a protocol nor FIELD=VALUE: " + item.key()))
        .addTo(match);
  }

  private Match value(Item item) {
    String value = item.value();
    return switch (item.key()) {
      case "in_port" -> match.with(FieldText.parse(Field.IN_PORT, value, names).toMatch());
      case "nw_tos" -> match.with(Field.IP_DSCP, typeOfService(value));
      case "dl_vlan" -> VlanText.readVlan(match, value);
      case "dl_vlan_pcp" -> VlanText.readPcp(match, value);
      case "vlan_tci" -> VlanText.readTci(match, value);
      case "unknown" -> match.withUnknown(Bytes.parse(value));
      default -> withMask(FieldText.field(item.key()), value);
    };
  }

  private Match withMask(Field field, String value) {
    return value.endsWith("/0")
        ? match
        : match.with(FieldText.parse(field, value, names).toMatch());
  }

  private static int typeOfService(String text) {
    int value = Numbers.read("nw_tos", text, 0, 255);
    if ((value & 3) != 0) {
      throw new IllegalArgumentException("nw_tos %s has ECN bits, use nw_ecn".formatted(text));
    }
    return value >> 2;
  }

  /// The match, once everything is read.
  Match match() {
    for (Item item : waiting) {
      try {
        FieldMatch field = FieldText.parse(field(item), item.value(), names).toMatch();
        match = match.with(field);
      } catch (IllegalArgumentException e) {
        throw item.failure(e);
      }
    }
    waiting.clear();
    return match;
  }

  private Field field(Item item) {
    boolean source = item.key().equals("tp_src");
    if (item.key().startsWith("icmp_")) {
      boolean type = item.key().equals("icmp_type");
      return match.has(Field.ETH_TYPE, 0x86dd)
          ? type ? Field.ICMP6_TYPE : Field.ICMP6_CODE
          : type ? Field.ICMP4_TYPE : Field.ICMP4_CODE;
    }
    Optional<Bits> protocol = match.exact(Field.IP_PROTO);
    return switch ((int) protocol.orElse(Bits.ZERO).low()) {
      case 6 -> source ? Field.TCP_SRC : Field.TCP_DST;
      case 17 -> source ? Field.UDP_SRC : Field.UDP_DST;
      case 132 -> source ? Field.SCTP_SRC : Field.SCTP_DST;
      default -> throw new IllegalArgumentException(item.key() + " without tcp, udp or sctp");
    };
  }
}
