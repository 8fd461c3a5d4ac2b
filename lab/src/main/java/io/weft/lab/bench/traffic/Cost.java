package io.weft.lab.bench.traffic;

import io.weft.lab.bench.counters.SwitchCounts;

/// What one measurement on a lane took.
///
/// @param counts what the switch counted meanwhile
/// @param processor the switch's processor time by the amount of work
/// @param unit of `processor`: `µs/connection` or `ms/GB`
/// @param speed how fast it went, for a reader
public record Cost(SwitchCounts counts, double processor, String unit, String speed) {

  @Override
  public String toString() {
    return "%.1f %s, %.3f passes, %s".formatted(processor, unit, counts.passes(), speed);
  }
}
