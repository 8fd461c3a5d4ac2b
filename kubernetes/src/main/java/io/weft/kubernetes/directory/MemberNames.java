package io.weft.kubernetes.directory;

import io.weft.kubernetes.convert.MemberUse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// Names of members that were read lately, and what is made of the members.
final class MemberNames {

  private static final int PLACES = 1 << 9;

  private final Name[] lately = new Name[PLACES];
  private final byte[][] spelled = new byte[PLACES][];
  private final Function<String, MemberUse> uses;

  /// A name.
  ///
  /// @param text the name; interned, so that those who ask for it by a constant find it at once
  /// @param use what is made of members of this name
  record Name(String text, MemberUse use) {}

  /// @param uses what is made of members, by their name
  MemberNames(Function<String, MemberUse> uses) {
    this.uses = uses;
    Arrays.fill(lately, of(""));
    Arrays.fill(spelled, new byte[0]);
  }

  /// The name of these ASCII characters.
  ///
  /// @param hash the hash of that string
  Name of(byte[] from, int start, int length, int hash) {
    int place = (hash ^ hash >>> 9 ^ hash >>> 18) & (PLACES - 1);
    byte[] known = spelled[place];
    if (!Arrays.equals(known, 0, known.length, from, start, start + length)) {
      spelled[place] = Arrays.copyOfRange(from, start, start + length);
      lately[place] = of(new String(from, start, length, StandardCharsets.ISO_8859_1));
    }
    return lately[place];
  }

  Name of(String text) {
    return new Name(text.intern(), uses.apply(text));
  }
}
