package io.weft.pipeline.stage;

import static io.weft.pipeline.table.Table.PEER_IDENTITY;
import static io.weft.pipeline.table.Table.PEER_LABELS;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Match;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;

/// Tables PeerLabels and PeerIdentity: who the peer is, a row an address and a row a label set.
public final class PeerRows {

  private PeerRows() {}

  /// The Pod with this address has this label set.
  public static void address(IpAddress address, int labelSet, Contribution.Builder to) {
    Mark mark = address.isIpv4() ? Mark.PEER_IPV4 : Mark.PEER_IPV6;
    to.flow(
        PEER_LABELS,
        Priority.NORMAL,
        Purpose.RULE,
        Match.ip(address.family()).with(mark.bits(), Bits.of(address)),
        Mark.PEER_LABELS.set(Integer.toUnsignedLong(labelSet)),
        PEER_IDENTITY.call());
  }

  /// Pods with this label set have this identity.
  public static void labelSet(int labelSet, int identity, Contribution.Builder to) {
    to.flow(
        PEER_IDENTITY,
        Priority.NORMAL,
        Purpose.RULE,
        Mark.PEER_LABELS.is(Integer.toUnsignedLong(labelSet)),
        Mark.PEER_IDENTITY.set(Integer.toUnsignedLong(identity)));
  }
}
