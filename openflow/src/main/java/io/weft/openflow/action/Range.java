package io.weft.openflow.action;

/// Checks of numbers in constructors.
final class Range {

  private Range() {}

  /// The value, if it lies between the bounds, both included.
  static long check(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s %d, expected %d to %d".formatted(name, value, low, high));
    }
    return value;
  }
}
