package io.weft.pipeline.stage;

import static io.weft.pipeline.table.Table.RESTORE;
import static io.weft.pipeline.table.Table.TUNNEL_GUARD;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;

/// Table TunnelGuard: the inner source must lie in the Pod CIDR of the node that sent the packet.
public final class TunnelGuard {

  private TunnelGuard() {}

  public static void node(Contribution.Builder to) {
    to.drop(TUNNEL_GUARD, Priority.MISS, Purpose.REFUSED_FROM_TUNNEL, Match.any());
  }

  /// What this other node may send.
  public static void remote(RemoteNode node, Contribution.Builder to) {
    IpAddress sender = node.endpoint();
    for (IpPrefix cidr : node.podCidrs()) {
      to.flow(
          TUNNEL_GUARD,
          Priority.NORMAL,
          Match.ip(cidr.family())
              .with(Ip.tunnelSource(sender.family()), sender)
              .with(Ip.source(cidr.family()), cidr),
          RESTORE.go());
    }
  }
}
