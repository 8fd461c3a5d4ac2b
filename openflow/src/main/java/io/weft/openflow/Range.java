package io.weft.openflow;

/// Checks of numbers in constructors.
final class Range {

  private Range() {}

  /// Throws unless the value lies between the bounds, both included.
  static void check(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s %d, expected %d to %d".formatted(name, value, low, high));
    }
  }
}
