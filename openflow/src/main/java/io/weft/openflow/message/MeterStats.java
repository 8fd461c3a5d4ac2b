package io.weft.openflow.message;

import java.time.Duration;
import java.util.List;

/// Counters of one meter.
///
/// @param meter its id
/// @param flows that name it
/// @param packets that went into it
/// @param bytes of those packets
/// @param age since it was added
/// @param bands what each band caught, in their order
public record MeterStats(
    long meter, int flows, long packets, long bytes, Duration age, List<Counter> bands) {

  public MeterStats {
    bands = List.copyOf(bands);
  }
}
