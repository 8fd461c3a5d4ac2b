package io.weft.net;

import java.util.Optional;

/// Dotted decimal, strictly: four numbers from 0 to 255 without leading zeros (RFC 6943 §3.1.1).
final class Ipv4Text {

  private Ipv4Text() {}

  static Optional<IpAddress> parse(String text) {
    int bits = 0;
    int parts = 0;
    int start = 0;
    while (start <= text.length() && parts < 4) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      int octet = octet(text, start, end);
      if (octet < 0) {
        return Optional.empty();
      }
      bits = bits << 8 | octet;
      parts++;
      start = end + 1;
    }
    return parts == 4 && start == text.length() + 1
        ? Optional.of(IpAddress.ofIpv4(bits))
        : Optional.empty();
  }

  private static int octet(String text, int start, int end) {
    int length = end - start;
    if (length < 1 || length > 3 || (length > 1 && text.charAt(start) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 255 ? value : -1;
  }

  static String format(int bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
