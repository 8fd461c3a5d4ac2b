package io.weft.pipeline.policy;

/// Strings as parts of a longer text that must not be mistaken for another one.
final class Words {

  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";

  private Words() {}

  /// The string as it is if it has only the characters of names; else in quotes.
  static String word(String string) {
    boolean plain = !string.isEmpty();
    for (int i = 0; i < string.length() && plain; i++) {
      plain = PLAIN.indexOf(string.charAt(i)) >= 0;
    }
    return plain ? string : '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
