package io.weft.openflow.match;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;

/// An unsigned 128-bit number: the value or the mask of a field, right-aligned.
///
/// The text is hexadecimal with `0x`, without leading zeros, as Open vSwitch prints numbers.
///
/// @param high the upper 64 bits
/// @param low the lower 64 bits
public record Bits(long high, long low) implements Comparable<Bits> {

  public static final Bits ZERO = new Bits(0, 0);
  public static final Bits ONE = new Bits(0, 1);

  private static final Bits[] ONES = new Bits[129];

  static {
    for (int i = 0; i <= 128; i++) {
      long high = i <= 64 ? 0 : -1L >>> (128 - i);
      ONES[i] = new Bits(high, i == 0 ? 0 : -1L >>> Math.max(0, 64 - i));
    }
  }

  /// The number in the low 64 bits, read as unsigned.
  public static Bits of(long low) {
    return low == 0 ? ZERO : new Bits(0, low);
  }

  /// The address as a number.
  public static Bits of(IpAddress address) {
    return new Bits(address.high(), address.low());
  }

  /// The address as a number.
  public static Bits of(MacAddress address) {
    return new Bits(0, address.bits());
  }

  /// The number whose lowest `count` bits are ones, `count` from 0 to 128.
  public static Bits ones(int count) {
    if (count < 0 || count > 128) {
      throw new IllegalArgumentException("a number of bits from 0 to 128, not " + count);
    }
    return ONES[count];
  }

  /// Reads a decimal number, or a hexadecimal one after `0x`.
  ///
  /// @throws IllegalArgumentException if the text is neither or needs more than 128 bits
  public static Bits parse(String text) {
    boolean hex = text.startsWith("0x") || text.startsWith("0X");
    int start = hex ? 2 : 0;
    int radix = hex ? 16 : 10;
    if (start == text.length()) {
      throw new IllegalArgumentException("not a number: '" + text + "'");
    }
    Bits sum = ZERO;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      Bits next = digit < 0 ? sum : sum.timesPlus(radix, digit);
      if (digit < 0 || next.compareTo(sum) < 0) {
        throw new IllegalArgumentException(
            digit < 0 ? "not a number: '" + text + "'" : "wider than 128 bits: " + text);
      }
      sum = next;
    }
    return sum;
  }

  /// Reads at most 16 bytes in network order.
  public static Bits ofBytes(byte[] bytes) {
    if (bytes.length > 16) {
      throw new IllegalArgumentException("at most 16 bytes, not " + bytes.length);
    }
    Bits bits = ZERO;
    for (byte b : bytes) {
      bits = new Bits(bits.high << 8 | bits.low >>> 56, bits.low << 8 | (b & 0xff));
    }
    return bits;
  }

  /// The lowest `length` bytes in network order.
  public byte[] toBytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) shiftRight(8 * (length - 1 - i)).low;
    }
    return bytes;
  }

  private Bits timesPlus(int factor, int addend) {
    long product = low * factor;
    long carry = Math.unsignedMultiplyHigh(low, factor);
    long sum = product + addend;
    carry += Long.compareUnsigned(sum, product) < 0 ? 1 : 0;
    if (Math.unsignedMultiplyHigh(high, factor) != 0) {
      return ZERO; // less than before: the caller sees the overflow
    }
    return new Bits(high * factor + carry, sum);
  }

  public Bits and(Bits other) {
    long newHigh = high & other.high;
    long newLow = low & other.low;
    return newHigh == high && newLow == low ? this : new Bits(newHigh, newLow);
  }

  public Bits or(Bits other) {
    return new Bits(high | other.high, low | other.low);
  }

  public Bits xor(Bits other) {
    return new Bits(high ^ other.high, low ^ other.low);
  }

  /// These 128 bits, each inverted.
  public Bits not() {
    return new Bits(~high, ~low);
  }

  /// Shifted towards the high end by 0 or more bits; what leaves the 128 bits is lost.
  public Bits shiftLeft(int count) {
    if (count == 0) {
      return this;
    }
    if (count >= 64) {
      return count >= 128 ? ZERO : new Bits(low << (count - 64), 0);
    }
    return new Bits(high << count | low >>> (64 - count), low << count);
  }

  /// Shifted towards the low end by 0 or more bits, zeros coming in.
  public Bits shiftRight(int count) {
    if (count == 0) {
      return this;
    }
    if (count >= 64) {
      return count >= 128 ? ZERO : new Bits(0, high >>> (count - 64));
    }
    return new Bits(high >>> count, low >>> count | high << (64 - count));
  }

  public boolean isZero() {
    return (high | low) == 0;
  }

  /// Whether the number needs at most `width` bits.
  public boolean fits(int width) {
    return bitLength() <= width;
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof Bits bits && high == bits.high && low == bits.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /// The position of the highest one, counted from 1; 0 for zero.
  public int bitLength() {
    return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
  }

  /// The number of zeros below the lowest one; 128 for zero.
  public int trailingZeros() {
    return low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
  }

  /// How many bits are ones.
  public int bitCount() {
    return Long.bitCount(high) + Long.bitCount(low);
  }

  @Override
  public int compareTo(Bits other) {
    int order = Long.compareUnsigned(high, other.high);
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  @Override
  public String toString() {
    return high == 0 ? "0x" + Long.toHexString(low) : "0x%x%016x".formatted(high, low);
  }
}
