package io.weft.kubernetes.directory;

/// What escapes in a JSON string stand for (RFC 8259 §7).
final class JsonEscapes {

  private static final String LETTERS = "\"\\/bfnrt";
  private static final String MEANINGS = "\"\\/\b\f\n\r\t";
  private static final int HEX = 16;

  private JsonEscapes() {}

  /// The string with every escape resolved.
  ///
  /// @throws IllegalArgumentException if something is no escape; the message says what
  static String resolved(String escaped) {
    int escape = escaped.indexOf('\\');
    if (escape < 0) {
      return escaped;
    }
    StringBuilder resolved = new StringBuilder(escaped.length());
    int from = 0;
    while (escape >= 0) {
      resolved.append(escaped, from, escape);
      char letter = escaped.charAt(escape + 1);
      boolean unit = letter == 'u';
      resolved.append(unit ? unit(escaped, escape + 2) : meaning(letter));
      from = escape + (unit ? 6 : 2);
      escape = escaped.indexOf('\\', from);
    }
    return resolved.append(escaped, from, escaped.length()).toString();
  }

  private static char meaning(char letter) {
    int place = LETTERS.indexOf(letter);
    if (place < 0) {
      throw new IllegalArgumentException("no escape is written \\" + letter);
    }
    return MEANINGS.charAt(place);
  }

  private static char unit(String escaped, int from) {
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      char c = i < escaped.length() ? escaped.charAt(i) : ' ';
      int digit = c <= 'f' ? Character.digit(c, HEX) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException("\\u needs four hexadecimal digits");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }
}
