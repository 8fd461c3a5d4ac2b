package io.weft.openflow.text;

import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Matches in text: `tcp,in_port=5,nw_dst=10.0.0.0/8,tp_dst=80`.
public final class MatchText {

  private static final Map<Field, String> NAMES =
      Map.ofEntries(
          Map.entry(Field.IN_PORT, "in_port"),
          Map.entry(Field.ETH_SRC, "dl_src"),
          Map.entry(Field.ETH_DST, "dl_dst"),
          Map.entry(Field.ETH_TYPE, "dl_type"),
          Map.entry(Field.IPV4_SRC, "nw_src"),
          Map.entry(Field.IPV4_DST, "nw_dst"),
          Map.entry(Field.IP_FRAG, "nw_frag"),
          Map.entry(Field.TCP_SRC, "tp_src"),
          Map.entry(Field.TCP_DST, "tp_dst"),
          Map.entry(Field.UDP_SRC, "tp_src"),
          Map.entry(Field.UDP_DST, "tp_dst"),
          Map.entry(Field.SCTP_SRC, "tp_src"),
          Map.entry(Field.SCTP_DST, "tp_dst"),
          Map.entry(Field.ICMP6_TYPE, "icmp_type"),
          Map.entry(Field.ICMP6_CODE, "icmp_code"));

  private MatchText() {}

  /// The match as Open vSwitch prints it, empty for all packets.
  ///
  /// OXM TLVs of unknown fields are shown as `unknown=HEX`, which `ovs-ofctl` does not read.
  public static String print(Match match, Names names) {
    List<String> parts = new ArrayList<>();
    Protocol protocol = Protocol.of(match);
    boolean shown = protocol == Protocol.NONE;
    for (FieldMatch field : match.fields()) {
      if (!shown && field.field().compareTo(Field.REG0) >= 0) {
        parts.add(protocol.text());
        shown = true;
      }
      switch (field.field()) {
        case VLAN_VID -> parts.addAll(VlanText.print(match));
        case VLAN_PCP ->
            parts.addAll(match.field(Field.VLAN_VID).isEmpty() ? VlanText.print(match) : List.of());
        case ETH_TYPE, IP_PROTO -> {
          if (!protocol.says(field.field())) {
            parts.add(print(field, names));
          }
        }
        default -> parts.add(print(field, names));
      }
    }
    if (!shown) {
      parts.add(protocol.text());
    }
    if (!match.unknown().isEmpty()) {
      parts.add("unknown=" + match.unknown());
    }
    return String.join(",", parts);
  }

  private static String print(FieldMatch match, Names names) {
    Field field = match.field();
    Bits value = match.value();
    String name = NAMES.getOrDefault(field, field.text());
    return switch (field) {
      case CT_ZONE -> name + "=" + FieldText.decimal(value);
      case ETH_TYPE -> "dl_type=0x%04x".formatted(value.low());
      case IP_DSCP -> "nw_tos=" + (value.low() << 2);
      case IPV6_LABEL ->
          "ipv6_label=0x%05x".formatted(value.low())
              + (match.isExact() ? "" : "/0x%05x".formatted(match.mask().low()));
      case TCP_SRC, TCP_DST, UDP_SRC, UDP_DST, SCTP_SRC, SCTP_DST, CT_TP_SRC, CT_TP_DST ->
          name + "=" + (match.isExact() ? FieldText.decimal(value) : maskedPort(match));
      default -> name + "=" + FieldText.print(Masked.of(match), names);
    };
  }

  private static String maskedPort(FieldMatch match) {
    return match.value() + "/" + match.mask();
  }

  /// Reads a match; field names are those of ovs-fields(7), with their aliases.
  ///
  /// @throws SyntaxException if the text is anything else
  public static Match parse(String text, Names names) {
    MatchReader reader = new MatchReader(names);
    for (Item item : Item.split(text, 0, text.length())) {
      reader.read(item);
    }
    return reader.match();
  }
}
