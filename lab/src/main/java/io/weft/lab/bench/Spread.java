package io.weft.lab.bench;

import java.util.List;

/// Several rounds of one measurement.
///
/// @param median the middle one, or the mean of the two in the middle
/// @param least the smallest
/// @param greatest the largest
public record Spread(double median, double least, double greatest) {

  /// The spread of these rounds, at least one.
  public static Spread of(List<Double> rounds) {
    List<Double> sorted = rounds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /// The p-th percentile by the nearest rank: a value that was measured, no mean.
  ///
  /// @param p above 0, at most 100
  public static double percentile(List<Double> values, double p) {
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(p / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  /// As text, `4.2 (3.9–5.0)`, with as many digits as make sense.
  @Override
  public String toString() {
    return "%s (%s–%s)".formatted(number(median), number(least), number(greatest));
  }

  private static String number(double value) {
    String format = value >= 100 ? "%.0f" : value >= 0.1 || value == 0 ? "%.2f" : "%.2g";
    return format.formatted(value);
  }
}
