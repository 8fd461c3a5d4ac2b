package io.weft.lab.bench.traffic;

import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.counters.SwitchCounts;
import java.util.List;
import java.util.Map;

/// What one measurement on a lane took.
///
/// @param counts what the switch counted meanwhile
/// @param processor the switch's processor time by the amount of work
/// @param unit of `processor`: `µs/connection` or `ms/GB`
/// @param speed how fast it went, for a reader
public record Cost(SwitchCounts counts, double processor, String unit, String speed) {

  /// The switch's processor time of one contender against that of another, round by round.
  ///
  /// @param costs of each contender, a cost per round
  /// @param target the ratio is at most this
  public static Row row(
      String name,
      String work,
      Map<String, List<Cost>> costs,
      String contender,
      String baseline,
      double target) {
    List<Cost> measured = costs.getOrDefault(contender, List.of());
    List<Cost> against = costs.getOrDefault(baseline, List.of());
    return Row.ratio(
        name,
        work + ", switch's processor time",
        measured.getFirst().unit(),
        measured.stream().map(Cost::processor).toList(),
        baseline,
        against.stream().map(Cost::processor).toList(),
        Target.atMost(target));
  }

  @Override
  public String toString() {
    return "%.1f %s, %.3f passes, %s".formatted(processor, unit, counts.passes(), speed);
  }
}
