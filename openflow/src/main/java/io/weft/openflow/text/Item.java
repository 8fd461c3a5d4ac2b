package io.weft.openflow.text;

import java.util.ArrayList;
import java.util.List;

/// One part of a list: `key`, `key=value`, `key:value` or `key(value)suffix`.
///
/// @param text the whole text that it is a part of, for errors
/// @param start where it begins in the text
/// @param key what stands before the delimiter
/// @param delimiter `=`, `:`, `(` or 0 where there is only a key
/// @param valueStart where the value begins in the text
/// @param value what follows the delimiter, empty without one
/// @param suffix what follows a closing parenthesis
record Item(
    String text,
    int start,
    String key,
    char delimiter,
    int valueStart,
    String value,
    String suffix) {

  /// The parts of `text` from `start` to `end`, separated by commas or blanks.
  static List<Item> split(String text, int start, int end) {
    List<Item> items = new ArrayList<>();
    int at = start;
    while (at < end) {
      if (isSeparator(text.charAt(at))) {
        at++;
      } else {
        Item item = read(text, at, end);
        items.add(item);
        at = item.end();
      }
    }
    return items;
  }

  private static Item read(String text, int start, int end) {
    int at = start;
    while (at < end && !isSeparator(text.charAt(at)) && "=:(".indexOf(text.charAt(at)) < 0) {
      at = text.charAt(at) == '"' ? afterQuote(text, at, end) : at + 1;
    }
    String key = text.substring(start, at);
    if (at == end || isSeparator(text.charAt(at))) {
      return new Item(text, start, key, '\0', at, "", "");
    }
    char delimiter = text.charAt(at);
    int from = at + 1;
    if (delimiter != '(') {
      return new Item(
          text, start, key, delimiter, from, text.substring(from, stop(text, from, end)), "");
    }
    int close = closing(text, at, end);
    int stop = stop(text, close + 1, end);
    return new Item(
        text,
        start,
        key,
        delimiter,
        from,
        text.substring(from, close),
        text.substring(close + 1, stop));
  }

  /// Where a value ends: at the first separator outside parentheses and quotes.
  private static int stop(String text, int from, int end) {
    int at = from;
    while (at < end && !isSeparator(text.charAt(at))) {
      char c = text.charAt(at);
      at = c == '(' ? closing(text, at, end) + 1 : c == '"' ? afterQuote(text, at, end) : at + 1;
    }
    return at;
  }

  private static int closing(String text, int open, int end) {
    int depth = 0;
    int at = open;
    while (at < end) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
      at = c == '"' ? afterQuote(text, at, end) : at + 1;
    }
    throw new SyntaxException(text, open, "parenthesis without its end");
  }

  private static int afterQuote(String text, int quote, int end) {
    int at = quote + 1;
    while (at < end && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= end) {
      throw new SyntaxException(text, quote, "quote without its end");
    }
    return at + 1;
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private int end() {
    return valueStart + value.length() + (delimiter == '(' ? 1 + suffix.length() : 0);
  }

  /// The parts of the value.
  List<Item> items() {
    return split(text, valueStart, valueStart + value.length());
  }

  boolean hasValue() {
    return delimiter != '\0';
  }

  /// All of it, as it stands in the text.
  String whole() {
    return text.substring(start, end());
  }

  SyntaxException failure(String problem) {
    return new SyntaxException(text, start, problem);
  }

  /// The error with this item's position, unless it has one.
  SyntaxException failure(IllegalArgumentException cause) {
    if (cause instanceof SyntaxException located) {
      return located;
    }
    SyntaxException failure = failure(String.valueOf(cause.getMessage()));
    failure.initCause(cause);
    return failure;
  }
}
