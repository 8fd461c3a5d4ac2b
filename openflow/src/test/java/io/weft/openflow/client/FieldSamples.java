package io.weft.openflow.client;

import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.Prerequisite;

/// For each field a match that uses it, prerequisites included.
final class FieldSamples {

  private FieldSamples() {}

  /// Whether Open vSwitch lets a controller match the field in a flow of its own.
  static boolean isMatchable(Field field) {
    return switch (field) {
      case ACTSET_OUTPUT, RECIRC_ID, DP_HASH, IN_PORT_16 -> false;
      default -> true;
    };
  }

  static Match matching(Field field) {
    return switch (field) {
      case CT_NW_PROTO -> original(Match.ipv4()).with(field, 6);
      case CT_NW_SRC, CT_NW_DST -> original(Match.ipv4()).with(field, 5);
      case CT_IPV6_SRC, CT_IPV6_DST -> original(Match.ipv6()).with(field, 5);
      case CT_TP_SRC, CT_TP_DST -> original(Match.ipv4()).with(Field.CT_NW_PROTO, 6).with(field, 5);
      case CT_STATE -> Match.any().withFlags(field, "+trk-new");
      case VLAN_VID -> Match.any().with(field, 0x1005);
      case IP_FRAG -> prerequisite(field.prerequisite()).masked(field, 3, 3);
      case IN_PORT -> Match.any().with(field, 1);
      case ETH_TYPE -> Match.any().with(field, 0x88cc);
      default -> prerequisite(field.prerequisite()).with(field, 1);
    };
  }

  private static Match original(Match match) {
    return match.withFlags(Field.CT_STATE, "+trk+est");
  }

  private static Match prerequisite(Prerequisite prerequisite) {
    return switch (prerequisite) {
      case NONE, CT -> Match.any();
      case VLAN -> Match.any().masked(Field.VLAN_VID, 0x1000, 0x1000);
      case IPV4, IP -> Match.ipv4();
      case IPV6 -> Match.ipv6();
      case ARP -> Match.arp();
      case TCP -> Match.ipv4().with(Field.IP_PROTO, 6);
      case UDP -> Match.ipv4().with(Field.IP_PROTO, 17);
      case SCTP -> Match.ipv4().with(Field.IP_PROTO, 132);
      case ICMP4 -> Match.icmp4();
      case ICMP6 -> Match.icmp6();
      case ND, ND_ADVERT -> neighbour(136);
      case ND_SOLICIT -> neighbour(135);
    };
  }

  private static Match neighbour(int type) {
    return Match.icmp6().with(Field.ICMP6_TYPE, type).with(Field.ICMP6_CODE, 0);
  }
}
