package io.weft.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of the table.
///
/// @param benchmark the name that it is asked for by
/// @param work what was done, how often, and what is counted
/// @param unit of the measured values: `ms`, `MiB`, `s`; empty for plain counts
/// @param weft what Weft needs
/// @param baseline what the baseline needs, measured in the same rounds
/// @param judged what is held against the target: the ratio of each round, or Weft's own value where
///     there is no baseline
/// @param target where the median has to lie
public record Row(
    String benchmark,
    String work,
    String unit,
    Spread weft,
    Optional<Baseline> baseline,
    Spread judged,
    Target target) {

  /// What Weft is measured against.
  ///
  /// @param name what it is
  /// @param value what it needs
  public record Baseline(String name, Spread value) {}

  /// A row with the ratio, Weft by baseline, of each round.
  ///
  /// @param weft a value per round
  /// @param other the baseline's value of the same round
  public static Row ratio(
      String benchmark,
      String work,
      String unit,
      List<Double> weft,
      String baseline,
      List<Double> other,
      Target target) {
    if (weft.size() != other.size()) {
      throw new IllegalArgumentException(
          "%s: %d rounds of Weft, %d of %s"
              .formatted(benchmark, weft.size(), other.size(), baseline));
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < weft.size(); i++) {
      ratios.add(weft.get(i) / other.get(i));
    }
    return new Row(
        benchmark,
        work,
        unit,
        Spread.of(weft),
        Optional.of(new Baseline(baseline, Spread.of(other))),
        Spread.of(ratios),
        target);
  }

  /// A row without a baseline: a value per round, or a count.
  public static Row value(
      String benchmark, String work, String unit, List<Double> weft, Target target) {
    Spread spread = Spread.of(weft);
    return new Row(benchmark, work, unit, spread, Optional.empty(), spread, target);
  }

  /// Whether the target holds: for the median, and of an exact count for every round.
  public boolean met() {
    return target.bound() == Target.Bound.EXACTLY
        ? target.met(judged.least()) && target.met(judged.greatest())
        : target.met(judged.median());
  }
}
