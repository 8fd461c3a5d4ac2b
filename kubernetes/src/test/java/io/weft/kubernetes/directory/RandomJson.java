package io.weft.kubernetes.directory;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Texts that are JSON, by seed, and such as are mostly none.
final class RandomJson {

  private static final List<String> BLANKS = List.of("", "", " ", "\n", "\t \r\n");
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "kind",
          " ",
          "é",
          "€",
          "😀",
          "\\n",
          "\\\"",
          "\\\\",
          "\\/",
          "\\u00e9",
          "\\t\\b\\f\\r",
          "\u007f",
          "{",
          "]",
          ":");
  private static final List<String> SCALARS =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "-0",
          "-1",
          "80",
          "2147483647",
          "2147483648",
          "-2147483648",
          "123456789",
          "9999999999",
          "9223372036854775807",
          "9223372036854775808",
          "1.5",
          "-0.25",
          "1e3",
          "1E-2",
          "2.5e+3",
          "1e400");
  private static final String ALTERATIONS = "{}[]:,\"\\ \n\u0001\u0000tfn-+.eE019aux";

  private final SplittableRandom random;

  RandomJson(long seed) {
    random = new SplittableRandom(seed);
  }

  /// An object, nested at most this deep.
  String object(int depth) {
    return IntStream.range(0, random.nextInt(6))
        .mapToObj(i -> blank() + string(i) + blank() + ":" + value(depth - 1))
        .collect(Collectors.joining(",", "{", blank() + "}"));
  }

  private String list(int depth) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(_ -> value(depth - 1))
        .collect(Collectors.joining(",", "[", blank() + "]"));
  }

  private String value(int depth) {
    String value =
        switch (random.nextInt(depth > 0 ? 4 : 2)) {
          case 0 -> one(SCALARS);
          case 1 -> string(random.nextInt(10));
          case 2 -> object(depth);
          default -> list(depth);
        };
    return blank() + value + blank();
  }

  /// @param number makes names differ
  private String string(int number) {
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(_ -> one(PIECES))
        .collect(Collectors.joining("", "\"" + number, "\""));
  }

  private String blank() {
    return one(BLANKS);
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// The text with one character put in, left out or replaced, or cut off.
  String altered(String text) {
    int at = 1 + random.nextInt(text.length() - 1);
    String before = text.substring(0, at);
    char other = ALTERATIONS.charAt(random.nextInt(ALTERATIONS.length()));
    return switch (random.nextInt(4)) {
      case 0 -> before;
      case 1 -> before + other + text.substring(at);
      case 2 -> before + other + text.substring(at + 1);
      default -> before + text.substring(at + 1);
    };
  }
}
