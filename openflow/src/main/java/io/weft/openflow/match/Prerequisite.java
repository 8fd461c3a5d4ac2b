package io.weft.openflow.match;

/// What else a match must say before a field may be used (ovs-fields(7), "Prerequisites").
public enum Prerequisite {
  NONE,
  VLAN,
  IPV4,
  IPV6,
  /// IPv4 or IPv6.
  IP,
  ARP,
  TCP,
  UDP,
  SCTP,
  ICMP4,
  ICMP6,
  /// A neighbour solicitation or advertisement.
  ND,
  ND_SOLICIT,
  ND_ADVERT,
  /// A tracked packet: `ct_state` says one of `+new`, `+est`, `+rel`, `+rpl`, `+snat`, `+dnat` or
  /// `+trk-inv`.
  CT;

  private static final long CT_VALID = 0b1100_1111;
  private static final long CT_TRACKED = 0b10_0000;
  private static final long CT_INVALID = 0b1_0000;

  /// Whether the match says enough.
  public boolean isMetBy(Match match) {
    return switch (this) {
      case NONE -> true;
      case VLAN -> sets(match, Field.VLAN_VID, 0x1000);
      case IPV4 -> match.has(Field.ETH_TYPE, 0x0800);
      case IPV6 -> match.has(Field.ETH_TYPE, 0x86dd);
      case IP -> IPV4.isMetBy(match) || IPV6.isMetBy(match);
      case ARP -> match.has(Field.ETH_TYPE, 0x0806) || match.has(Field.ETH_TYPE, 0x8035);
      case TCP -> IP.isMetBy(match) && match.has(Field.IP_PROTO, 6);
      case UDP -> IP.isMetBy(match) && match.has(Field.IP_PROTO, 17);
      case SCTP -> IP.isMetBy(match) && match.has(Field.IP_PROTO, 132);
      case ICMP4 -> IPV4.isMetBy(match) && match.has(Field.IP_PROTO, 1);
      case ICMP6 -> IPV6.isMetBy(match) && match.has(Field.IP_PROTO, 58);
      case ND -> ND_SOLICIT.isMetBy(match) || ND_ADVERT.isMetBy(match);
      case ND_SOLICIT -> ICMP6.isMetBy(match) && match.has(Field.ICMP6_TYPE, 135);
      case ND_ADVERT -> ICMP6.isMetBy(match) && match.has(Field.ICMP6_TYPE, 136);
      case CT -> sets(match, Field.CT_STATE, CT_VALID) || isValid(match);
    };
  }

  private static boolean sets(Match match, Field field, long bits) {
    return match.field(field).filter(found -> (found.value().low() & bits) != 0).isPresent();
  }

  private static boolean isValid(Match match) {
    return match
        .field(Field.CT_STATE)
        .filter(state -> (state.value().low() & CT_TRACKED) != 0)
        .filter(state -> (state.mask().low() & ~state.value().low() & CT_INVALID) != 0)
        .isPresent();
  }
}
