package io.weft.kubernetes.directory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Short texts that were read lately: manifests say the same few words ten thousand times, and what
/// is kept of them should be there once.
final class Texts {

  private static final int PLACES = 1 << 11;
  private static final int LONGEST = 48;

  private final String[] lately = new String[PLACES];
  private final byte[][] spelled = new byte[PLACES][];

  Texts() {
    Arrays.fill(lately, "");
    Arrays.fill(spelled, new byte[0]);
  }

  /// The text of these ASCII characters.
  ///
  /// @param hash the hash of that string
  String of(byte[] from, int start, int length, int hash) {
    if (length > LONGEST) {
      return new String(from, start, length, StandardCharsets.ISO_8859_1);
    }
    int place = (hash ^ hash >>> 15) & (PLACES - 1);
    byte[] known = spelled[place];
    if (!Arrays.equals(known, 0, known.length, from, start, start + length)) {
      spelled[place] = Arrays.copyOfRange(from, start, start + length);
      lately[place] = new String(from, start, length, StandardCharsets.ISO_8859_1);
    }
    return lately[place];
  }
}
