package io.weft.openflow.text;

import io.weft.openflow.match.Bits;

/// Numbers in text: decimal, or hexadecimal after `0x`.
final class Numbers {

  private Numbers() {}

  /// Reads a number between the bounds, both included.
  static int read(String name, String text, int low, int high) {
    return (int) readLong(name, text, low, high);
  }

  static long readLong(String name, String text, long low, long high) {
    long value = readUnsigned(name, text);
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s %s, expected %d to %d".formatted(name, text, low, high));
    }
    return value;
  }

  /// Reads an unsigned number of 64 bits.
  static long readUnsigned(String name, String text) {
    Bits value;
    try {
      value = Bits.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s is not a number: '%s'".formatted(name, text), e);
    }
    if (value.high() != 0) {
      throw new IllegalArgumentException("%s is wider than 64 bits: %s".formatted(name, text));
    }
    return value.low();
  }

  /// Hexadecimal as C prints it: zero without `0x`.
  static String hex(Bits value) {
    return value.isZero() ? "0" : value.toString();
  }

  static String hex(long value) {
    return hex(Bits.of(value));
  }
}
