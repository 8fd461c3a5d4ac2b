package io.weft.pipeline.trace;

import io.weft.openflow.action.Ct;

/// What connection tracking does to a packet.
public interface ConnectionTracking {

  /// The packet after the action: with its connection fields set and its addresses translated as the
  /// connection wants; a commit is remembered by an implementation that remembers anything.
  ///
  /// @param packet the packet as it enters
  /// @param ct the action
  /// @param zone the zone, read from its field where the action says so
  Packet track(Packet packet, Ct ct, int zone);
}
