package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ARP_OP;
import static io.weft.openflow.match.Field.ARP_SHA;
import static io.weft.openflow.match.Field.ARP_SPA;
import static io.weft.openflow.match.Field.ARP_THA;
import static io.weft.openflow.match.Field.ARP_TPA;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.ICMP6_CODE;
import static io.weft.openflow.match.Field.ICMP6_TYPE;
import static io.weft.openflow.match.Field.IPV6_DST;
import static io.weft.openflow.match.Field.IPV6_SRC;
import static io.weft.openflow.match.Field.ND_OPTIONS_TYPE;
import static io.weft.openflow.match.Field.ND_RESERVED;
import static io.weft.openflow.match.Field.ND_TARGET;
import static io.weft.openflow.match.Field.ND_TLL;
import static io.weft.pipeline.table.Table.NEIGHBOUR;
import static io.weft.pipeline.table.Table.NEIGHBOUR_REPLY;

import io.weft.openflow.action.Action.CopyField;
import io.weft.openflow.action.Action.Output;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Tables Neighbour and NeighbourReply: whoever is asked for, the router answers.
///
/// The question becomes the answer in place. For IPv6 that takes two flows: Open vSwitch lets
/// `nd_tll` be set only where the match says that the packet is an advertisement.
public final class Neighbour {

  private static final long ROUTER_SOLICITED_OVERRIDE = 0xe000_0000L;
  private static final int TARGET_LINK_LAYER_ADDRESS = 2;

  private Neighbour() {}

  public static void node(Contribution.Builder to) {
    to.flow(
        NEIGHBOUR,
        Priority.NORMAL,
        Match.arp().with(ARP_OP, 1),
        CopyField.of(ETH_SRC, ETH_DST),
        SetField.of(ETH_SRC, Reserved.ROUTER_MAC),
        SetField.of(ARP_OP, 2),
        CopyField.of(ARP_SHA, ARP_THA),
        SetField.of(ARP_SHA, Reserved.ROUTER_MAC),
        new CopyField(BitRange.of(ARP_SPA), Mark.PEER_IPV4.bits()),
        CopyField.of(ARP_TPA, ARP_SPA),
        new CopyField(Mark.PEER_IPV4.bits(), BitRange.of(ARP_TPA)),
        Output.to(OfPort.IN_PORT));
    to.flow(
        NEIGHBOUR,
        Priority.NORMAL,
        Match.icmp6().with(ICMP6_TYPE, 135).with(ICMP6_CODE, 0),
        CopyField.of(ETH_SRC, ETH_DST),
        SetField.of(ETH_SRC, Reserved.ROUTER_MAC),
        CopyField.of(IPV6_SRC, IPV6_DST),
        CopyField.of(ND_TARGET, IPV6_SRC),
        SetField.of(ICMP6_TYPE, 136),
        SetField.of(ND_OPTIONS_TYPE, TARGET_LINK_LAYER_ADDRESS),
        SetField.of(ND_RESERVED, ROUTER_SOLICITED_OVERRIDE),
        NEIGHBOUR_REPLY.call());
    to.drop(NEIGHBOUR, Priority.MISS, Purpose.UNEXPECTED, Match.any());
    to.flow(
        NEIGHBOUR_REPLY,
        Priority.NORMAL,
        Match.icmp6().with(ICMP6_TYPE, 136).with(ICMP6_CODE, 0),
        SetField.of(ND_TLL, Reserved.ROUTER_MAC),
        Output.to(OfPort.IN_PORT));
    to.drop(NEIGHBOUR_REPLY, Priority.MISS, Purpose.UNEXPECTED, Match.any());
  }
}
