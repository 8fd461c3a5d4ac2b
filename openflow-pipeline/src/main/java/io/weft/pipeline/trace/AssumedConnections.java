package io.weft.pipeline.trace;

import io.weft.openflow.action.Ct;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Connection tracking as stated beforehand: the first lookup gives the first assumption, and so on;
/// after the last one, every lookup gives a new connection (ovs-vswitchd(8), `ofproto/trace
/// --ct-next`). Nothing is translated and nothing is remembered.
public final class AssumedConnections implements ConnectionTracking {

  /// What one lookup finds.
  ///
  /// @param state the value of `ct_state`
  /// @param mark the connection's `ct_mark`
  /// @param label the connection's `ct_label`
  public record Found(int state, long mark, Bits label) {

    public static final Found NEW =
        new Found(ConnectionState.of(ConnectionState.TRACKED, ConnectionState.NEW), 0, Bits.ZERO);
  }

  private final Deque<Found> next;

  public AssumedConnections(List<Found> next) {
    this.next = new ArrayDeque<>(next);
  }

  @Override
  public Packet track(Packet packet, Ct ct, int zone) {
    if (ct.table() == Ct.NO_TABLE) {
      return packet;
    }
    Found found = next.isEmpty() ? Found.NEW : next.removeFirst();
    return packet
        .with(Field.CT_STATE, found.state())
        .with(Field.CT_ZONE, zone)
        .with(Field.CT_MARK, found.mark())
        .with(Field.CT_LABEL, found.label());
  }
}
