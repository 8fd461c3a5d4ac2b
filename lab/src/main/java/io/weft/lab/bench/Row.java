package io.weft.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One line of the table.
///
/// @param benchmark whose it is
/// @param work what was done, how often, and what is counted
/// @param unit of the measured values: `ms`, `MiB`, `s`
/// @param weft what Weft needs
/// @param baseline what the baseline needs, measured in the same rounds
/// @param judged what is held against the limit: the ratio of each round, or Weft's own value where
///     there is no baseline
/// @param limit the target: at most this
record Row(
    String benchmark,
    String work,
    String unit,
    Spread weft,
    Optional<Baseline> baseline,
    Spread judged,
    double limit) {

  /// What Weft is measured against.
  ///
  /// @param name what it is
  /// @param value what it needs
  record Baseline(String name, Spread value) {}

  /// A row with the ratio, Weft by baseline, of each round.
  static Row ratio(
      String benchmark,
      String work,
      String unit,
      List<Double> weft,
      String baseline,
      List<Double> other,
      double limit) {
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
        limit);
  }

  /// A row without a baseline.
  static Row value(String benchmark, String work, String unit, List<Double> weft, double limit) {
    Spread spread = Spread.of(weft);
    return new Row(benchmark, work, unit, spread, Optional.empty(), spread, limit);
  }

  /// Whether the median holds the limit.
  boolean met() {
    return judged.median() <= limit;
  }
}
