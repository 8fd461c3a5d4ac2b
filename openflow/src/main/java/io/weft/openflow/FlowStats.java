package io.weft.openflow;

import java.time.Duration;

/// A flow as it is in the switch, with its counters.
///
/// @param flow what it is
/// @param duration since it was added
/// @param idle since its last packet
/// @param packets how many it has matched, unsigned; -1 where the switch does not say
/// @param bytes how many bytes these had, unsigned; -1 where the switch does not say
public record FlowStats(Flow flow, Duration duration, Duration idle, long packets, long bytes) {}
