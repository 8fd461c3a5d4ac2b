package io.weft.net;

import java.util.HexFormat;
import java.util.Locale;

/// A 48-bit Ethernet address; text is six colon-separated lower-case bytes.
///
/// @param bits the address in network order, in the low 48 bits
public record MacAddress(long bits) implements Comparable<MacAddress> {

  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(bits));
    }
  }

  /// Reads `aa:bb:cc:dd:ee:ff`.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message holds the text
  public static MacAddress parse(String text) {
    try {
      byte[] bytes = HexFormat.ofDelimiter(":").parseHex(text.toLowerCase(Locale.ROOT));
      return ofBytes(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a MAC address: '" + text + "'", e);
    }
  }

  /// Reads six bytes in network order.
  ///
  /// @throws IllegalArgumentException for any other length
  public static MacAddress ofBytes(byte[] bytes) {
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    long bits = 0;
    for (byte b : bytes) {
      bits = bits << 8 | (b & 0xff);
    }
    return new MacAddress(bits);
  }

  /// The six bytes in network order.
  public byte[] toBytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (bits >>> (40 - 8 * i));
    }
    return bytes;
  }

  /// Whether the group bit is set (multicast and broadcast).
  public boolean isMulticast() {
    return (bits >>> 40 & 1) == 1;
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(toBytes());
  }
}
