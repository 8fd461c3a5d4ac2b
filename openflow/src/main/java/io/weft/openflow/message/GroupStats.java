package io.weft.openflow.message;

import java.time.Duration;
import java.util.List;

/// Counters of one group.
///
/// @param group its id
/// @param references flows that name it
/// @param packets that went through it
/// @param bytes of those packets
/// @param age since it was added
/// @param buckets counters of its buckets, in their order
public record GroupStats(
    long group, int references, long packets, long bytes, Duration age, List<Counter> buckets) {

  public GroupStats {
    buckets = List.copyOf(buckets);
  }
}
