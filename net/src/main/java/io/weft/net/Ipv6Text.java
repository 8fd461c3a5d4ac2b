package io.weft.net;

import java.util.Optional;

/// IPv6 text: reads any form of RFC 4291 §2.2, writes the one form of RFC 5952.
final class Ipv6Text {

  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static Optional<IpAddress> parse(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(text);
      return groups.length == GROUPS ? Optional.of(address(groups)) : Optional.empty();
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    boolean startsWithGap = gap == 0;
    boolean endsWithGap = gap + 2 == text.length();
    int[] head = startsWithGap ? new int[0] : groups(text.substring(0, gap));
    int[] tail = endsWithGap ? new int[0] : groups(text.substring(gap + 2));
    boolean malformed = (head.length == 0 && !startsWithGap) || (tail.length == 0 && !endsWithGap);
    if (malformed || head.length + tail.length >= GROUPS) {
      return Optional.empty();
    }
    int[] all = new int[GROUPS];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, GROUPS - tail.length, tail.length);
    return Optional.of(address(all));
  }

  /// The 16-bit groups of a text without `::`; empty if it is malformed.
  private static int[] groups(String text) {
    String[] parts = text.split(":", -1);
    boolean dotted = parts[parts.length - 1].indexOf('.') >= 0;
    int[] groups = new int[parts.length + (dotted ? 1 : 0)];
    for (int i = 0; i < parts.length - (dotted ? 1 : 0); i++) {
      groups[i] = group(parts[i]);
      if (groups[i] < 0) {
        return new int[0];
      }
    }
    if (dotted) {
      Optional<IpAddress> tail = Ipv4Text.parse(parts[parts.length - 1]);
      if (tail.isEmpty()) {
        return new int[0];
      }
      groups[groups.length - 2] = tail.get().toInt() >>> 16;
      groups[groups.length - 1] = tail.get().toInt() & 0xffff;
    }
    return groups;
  }

  private static int group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpAddress address(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return IpAddress.ofIpv6(high, low);
  }

  static String format(long high, long low) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) (high >>> (48 - 16 * i)) & 0xffff;
      groups[i + 4] = (int) (low >>> (48 - 16 * i)) & 0xffff;
    }
    if (high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + Ipv4Text.format((int) low);
    }
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(groups, i);
      if (run > gapLength) {
        gapStart = i;
        gapLength = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gapStart) {
        text.append("::");
        i += gapLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static int zeros(int[] groups, int start) {
    int end = start;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - start;
  }
}
