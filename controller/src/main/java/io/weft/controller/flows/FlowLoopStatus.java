package io.weft.controller.flows;

/// What the flow loop has done since the agent started.
///
/// @param readBacks how often the bridge was read back
/// @param repairs how many of these found a difference
/// @param changes how many changes the bridge has confirmed
/// @param flowsRead how many flows the bridge held when it was last read back
/// @param audit what the last reading back found
/// @param readBackNanos reading back and comparing, all together
public record FlowLoopStatus(
    long readBacks,
    long repairs,
    long changes,
    int flowsRead,
    FlowAudit audit,
    long readBackNanos) {

  static final FlowLoopStatus INITIAL = new FlowLoopStatus(0, 0, 0, 0, FlowAudit.CLEAN, 0);

  FlowLoopStatus readBack(FlowAudit found, int flows, long nanos) {
    return new FlowLoopStatus(
        readBacks + 1,
        repairs + (found.clean() ? 0 : 1),
        changes,
        flows,
        found,
        readBackNanos + nanos);
  }

  FlowLoopStatus sent(int count) {
    return new FlowLoopStatus(readBacks, repairs, changes + count, flowsRead, audit, readBackNanos);
  }
}
