package io.weft.net;

import java.util.Optional;

/// An IPv4 or IPv6 address.
///
/// The address is the unsigned 128-bit number `high:low` in network order; an IPv4 address occupies
/// the low 32 bits and `high` is 0. Ordered by family, then as an unsigned number. The text form is
/// dotted decimal for IPv4 and RFC 5952 for IPv6; zones (`%eth0`) are not part of an address.
///
/// @param family which of the two families
/// @param high the upper 64 bits, network order; 0 for IPv4
/// @param low the lower 64 bits, network order; at most 2^32 - 1 for IPv4
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {

  public IpAddress {
    if (family == IpFamily.IPV4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException(
          "IPv4 address wider than 32 bits: high=%x low=%x".formatted(high, low));
    }
  }

  /// The IPv4 address with these 32 bits, most significant byte first.
  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(IpFamily.IPV4, 0, Integer.toUnsignedLong(bits));
  }

  /// The IPv6 address with these 128 bits.
  public static IpAddress ofIpv6(long high, long low) {
    return new IpAddress(IpFamily.IPV6, high, low);
  }

  /// Reads dotted decimal or RFC 4291 text.
  ///
  /// @throws IllegalArgumentException if `text` is neither; the message holds the text
  public static IpAddress parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IP address: '" + text + "'"));
  }

  /// Like [#parse], empty where the text is not an address.
  public static Optional<IpAddress> tryParse(String text) {
    return text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : Ipv4Text.parse(text);
  }

  /// Reads 4 or 16 bytes in network order.
  ///
  /// @throws IllegalArgumentException for any other length
  public static IpAddress ofBytes(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> new IpAddress(IpFamily.IPV4, 0, number(bytes, 0, 4));
      case 16 -> ofIpv6(number(bytes, 0, 8), number(bytes, 8, 16));
      default ->
          throw new IllegalArgumentException(
              "an IP address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  private static long number(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number;
  }

  /// The address in network order: 4 bytes for IPv4, 16 for IPv6.
  public byte[] toBytes() {
    int length = family.bits() / 8;
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int shift = 8 * (length - 1 - i);
      bytes[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
    }
    return bytes;
  }

  /// The IPv4 address as 32 bits.
  ///
  /// @throws IllegalStateException for an IPv6 address
  public int toInt() {
    if (family != IpFamily.IPV4) {
      throw new IllegalStateException("not an IPv4 address: " + this);
    }
    return (int) low;
  }

  public boolean isIpv4() {
    return family == IpFamily.IPV4;
  }

  public boolean isIpv6() {
    return family == IpFamily.IPV6;
  }

  /// This address plus `offset` (signed), modulo the size of the family's address space.
  public IpAddress plus(long offset) {
    if (isIpv4()) {
      return ofIpv4((int) (low + offset));
    }
    long sum = low + offset;
    long carry = 0;
    if (offset >= 0 && Long.compareUnsigned(sum, low) < 0) {
      carry = 1;
    } else if (offset < 0 && Long.compareUnsigned(sum, low) > 0) {
      carry = -1;
    }
    return ofIpv6(high + carry, sum);
  }

  /// The prefix that holds only this address.
  public IpPrefix toPrefix() {
    return new IpPrefix(this, family.bits());
  }

  /// Whether this is 127.0.0.0/8 or `::1`.
  public boolean isLoopback() {
    return isIpv4() ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /// Whether this is 169.254.0.0/16 or `fe80::/10`.
  public boolean isLinkLocal() {
    return isIpv4() ? low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80L >>> 6;
  }

  /// Whether this is 224.0.0.0/4 or `ff00::/8`.
  public boolean isMulticast() {
    return isIpv4() ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /// Whether this is `0.0.0.0` or `::`.
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress address
        && low == address.low
        && high == address.high
        && family == address.family;
  }

  /// Spread over all bits: the addresses of a cluster are neighbours.
  @Override
  public int hashCode() {
    long mixed = (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  @Override
  public int compareTo(IpAddress other) {
    int order = family.compareTo(other.family);
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  @Override
  public String toString() {
    return isIpv4() ? Ipv4Text.format((int) low) : Ipv6Text.format(high, low);
  }
}
