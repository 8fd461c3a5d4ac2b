package io.weft.openflow.message;

import io.weft.openflow.match.Match;
import java.time.Duration;

/// A flow that had the flag `send_flow_rem` is gone (OpenFlow 1.5.1 §7.4.2).
///
/// @param table the flow's table
/// @param priority the flow's priority
/// @param match the flow's match
/// @param cookie the flow's cookie
/// @param reason why it went
/// @param age how long it lived
/// @param idleTimeout seconds, 0 for none
/// @param hardTimeout seconds, 0 for none
/// @param packets that it saw
/// @param bytes of those packets
public record FlowRemoved(
    int table,
    int priority,
    Match match,
    long cookie,
    Reason reason,
    Duration age,
    int idleTimeout,
    int hardTimeout,
    long packets,
    long bytes)
    implements Message {

  /// In the order of their numbers on the wire.
  public enum Reason {
    IDLE_TIMEOUT,
    HARD_TIMEOUT,
    DELETE,
    GROUP_DELETE,
    METER_DELETE,
    EVICTION
  }
}
