package io.weft.openflow;

/// Timeouts and flags of a flow.
///
/// @param idleTimeout seconds without a packet after which it goes, 0 for never, at most 65535
/// @param hardTimeout seconds after which it goes, 0 for never, at most 65535
/// @param importance what stays longer when the table is full, 0 to 65535
/// @param sendFlowRemoved whether its end is reported
/// @param checkOverlap whether adding it fails where another of its priority overlaps
/// @param resetCounts whether adding it again sets its counters back
/// @param noPacketCounts whether packets may stay uncounted
/// @param noByteCounts whether bytes may stay uncounted
public record FlowOptions(
    int idleTimeout,
    int hardTimeout,
    int importance,
    boolean sendFlowRemoved,
    boolean checkOverlap,
    boolean resetCounts,
    boolean noPacketCounts,
    boolean noByteCounts) {

  /// No timeout, no flag.
  public static final FlowOptions NONE = timeouts(0, 0);

  public FlowOptions {
    Range.check("idle_timeout", idleTimeout, 0, 65535);
    Range.check("hard_timeout", hardTimeout, 0, 65535);
    Range.check("importance", importance, 0, 65535);
  }

  /// These timeouts, in seconds, and no flag.
  public static FlowOptions timeouts(int idle, int hard) {
    return new FlowOptions(idle, hard, 0, false, false, false, false, false);
  }

  public FlowOptions withSendFlowRemoved() {
    return new FlowOptions(
        idleTimeout,
        hardTimeout,
        importance,
        true,
        checkOverlap,
        resetCounts,
        noPacketCounts,
        noByteCounts);
  }
}
