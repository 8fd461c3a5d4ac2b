package io.weft.kubernetes.directory;

import java.util.Arrays;

/// Short texts that were read lately: manifests say the same few words ten thousand times, and what
/// is kept of them should be there once.
final class Texts {

  private static final int PLACES = 1 << 11;
  private static final int LONGEST = 48;

  private final String[] lately = new String[PLACES];

  Texts() {
    Arrays.fill(lately, "");
  }

  /// The text of these characters.
  String of(char[] from, int start, int length) {
    if (length > LONGEST) {
      return new String(from, start, length);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + from[i];
    }
    int place = (hash ^ hash >>> 15) & (PLACES - 1);
    String known = lately[place];
    if (!is(known, from, start, length)) {
      known = new String(from, start, length);
      lately[place] = known;
    }
    return known;
  }

  private static boolean is(String text, char[] from, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // what is counted up differs at its end
      if (text.charAt(i) != from[start + i]) {
        return false;
      }
    }
    return true;
  }
}
