package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.TUN_ID;
import static io.weft.pipeline.table.Table.CLASSIFY;
import static io.weft.pipeline.table.Table.GATEWAY_GUARD;
import static io.weft.pipeline.table.Table.POD_GUARD;
import static io.weft.pipeline.table.Table.TUNNEL_GUARD;

import io.weft.openflow.match.Match;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Table Classify: where a frame came from, and whose it claims to be.
public final class Classify {

  private Classify() {}

  /// The gateway, the tunnel, and nothing else.
  public static void node(NodeFacts node, Contribution.Builder to) {
    to.flow(
        CLASSIFY,
        Priority.NORMAL,
        Match.any().with(IN_PORT, node.gateway().port()).untagged(),
        Mark.ENTRY.set(Entry.GATEWAY),
        GATEWAY_GUARD.go());
    node.tunnel()
        .ifPresent(tunnel ->
            to.flow(
                CLASSIFY,
                Priority.NORMAL,
                Match.any()
                    .with(IN_PORT, tunnel.port())
                    .with(TUN_ID, Reserved.TUNNEL_KEY)
                    .with(ETH_DST, Reserved.ROUTER_MAC)
                    .untagged(),
                Mark.ENTRY.set(Entry.TUNNEL),
                TUNNEL_GUARD.go()));
    to.drop(CLASSIFY, Priority.MISS, Purpose.NOT_ADMITTED, Match.any());
  }

  /// The Pod's port, with the Pod's own MAC. Also loads the policy set that selects the Pod for
  /// egress, 0 for none.
  public static void pod(LocalPod pod, int egressSet, Contribution.Builder to) {
    to.flow(
        CLASSIFY,
        Priority.NORMAL,
        Match.any().with(IN_PORT, pod.port()).with(ETH_SRC, pod.mac()).untagged(),
        Mark.ENTRY.set(Entry.POD),
        Mark.SOURCE_SET.set(Integer.toUnsignedLong(egressSet)),
        POD_GUARD.go());
  }
}
