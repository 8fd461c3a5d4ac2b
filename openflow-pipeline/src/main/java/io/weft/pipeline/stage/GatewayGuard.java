package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ARP_OP;
import static io.weft.openflow.match.Field.ARP_SHA;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ICMP6_CODE;
import static io.weft.openflow.match.Field.ICMP6_TYPE;
import static io.weft.openflow.match.Field.ND_SLL;
import static io.weft.pipeline.table.Table.GATEWAY_GUARD;
import static io.weft.pipeline.table.Table.NEIGHBOUR;
import static io.weft.pipeline.table.Table.RESTORE;
import static io.weft.pipeline.table.Table.SILENCE;

import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Table GatewayGuard: what the node's network stack may hand in.
///
/// Anything but sources that others own: Pods of this node (unless another proxy sends their
/// translated packets back in) and of other nodes, the reserved range, loopback and multicast. The
/// first two addresses of the Pod CIDR are the node's own.
public final class GatewayGuard {

  private GatewayGuard() {}

  public static void node(NodeFacts node, Contribution.Builder to) {
    for (IpPrefix cidr : node.podCidrs()) {
      IpFamily family = cidr.family();
      Match from = Match.ip(family).with(ETH_DST, Reserved.ROUTER_MAC);
      to.flow(GATEWAY_GUARD, Priority.WIDE, from, RESTORE.go());
      refuse(Reserved.range(family), to);
      Ip.unusable(family).forEach(range -> refuse(range, to));
      if (node.options().services()) {
        refuse(cidr, to);
      }
      var source = Ip.source(family);
      to.flow(
          GATEWAY_GUARD,
          Priority.EXACT,
          from.with(source, NodeFacts.gatewayAddress(cidr)),
          RESTORE.go());
      to.flow(
          GATEWAY_GUARD,
          Priority.EXACT,
          from.with(source, NodeFacts.masqueradeAddress(cidr)),
          RESTORE.go());
    }
    to.flow(
        GATEWAY_GUARD,
        Priority.FIRST,
        Match.arp().with(ARP_OP, 1).with(ARP_SHA, node.gateway().mac()),
        NEIGHBOUR.go());
    to.flow(
        GATEWAY_GUARD,
        Priority.FIRST,
        Match.icmp6().with(ICMP6_TYPE, 135).with(ICMP6_CODE, 0).with(ND_SLL, node.gateway().mac()),
        NEIGHBOUR.go());
    to.flow(GATEWAY_GUARD, Priority.MISS, Purpose.PASS, Match.any(), SILENCE.go());
  }

  /// Pods of another node come in by the tunnel only.
  public static void remote(RemoteNode node, Contribution.Builder to) {
    node.podCidrs().forEach(cidr -> refuse(cidr, to));
  }

  private static void refuse(IpPrefix source, Contribution.Builder to) {
    to.drop(
        GATEWAY_GUARD,
        Priority.NORMAL,
        Purpose.REFUSED_FROM_NODE,
        Match.ip(source.family())
            .with(ETH_DST, Reserved.ROUTER_MAC)
            .with(Ip.source(source.family()), source));
  }
}
