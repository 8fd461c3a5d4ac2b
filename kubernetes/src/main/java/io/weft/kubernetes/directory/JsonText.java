package io.weft.kubernetes.directory;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A walk through a JSON text (RFC 8259, UTF-8), value by value.
///
/// A large state is tens of megabytes that are read once, by code that is not warm yet: so there is
/// as little of it as can be, one step per byte and a few per value.
final class JsonText {

  private static final int DEEPEST = 1000;
  private static final int LONGEST_NUMBER = 1000;
  private static final int DIGITS_OF_ANY_INT = 9;

  private final byte[] text;
  private final int end;
  private int at;
  private int depth;

  // The string that was passed last: where it begins and ends, its hash, whether it is all ASCII
  // without escapes.
  private int start;
  private int stop;
  private int hash;
  private boolean plain;

  /// @param length how many bytes of the text there are
  JsonText(byte[] text, int length) {
    this.text = text;
    this.end = length;
    boolean marked =
        length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
    this.at = marked ? 3 : 0; // a byte order mark
  }

  /// Whether anything but blanks comes.
  boolean more() {
    byte _ = next();
    return at < end;
  }

  /// The first byte of what comes next, which is not passed; 0 at the end.
  byte next() {
    while (at < end) {
      byte b = text[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
    return 0;
  }

  /// Enters the object or list that comes next; says whether there is anything in it.
  ///
  /// @param close what ends it: `}` or `]`
  boolean enter(char close) throws MalformedJson {
    at++;
    depth++;
    if (depth > DEEPEST) {
      throw malformed("it is nested more than " + DEEPEST + " levels deep");
    }
    return next() != close || leave();
  }

  /// Goes on behind a member or element; says whether another one comes.
  boolean goOn(char close) throws MalformedJson {
    byte b = next();
    if (b == ',') {
      at++;
      return true;
    }
    if (b == close) {
      return leave();
    }
    throw malformed("'" + close + "' or ',' is missing");
  }

  private boolean leave() {
    at++;
    depth--;
    return false;
  }

  /// Passes the name of a member, and the colon.
  MemberNames.Name name(MemberNames names) throws MalformedJson {
    string();
    MemberNames.Name name = plain ? names.of(text, start, stop - start, hash) : names.of(decoded());
    colon();
    return name;
  }

  private void colon() throws MalformedJson {
    if (next() != ':') {
      throw malformed("':' is missing");
    }
    at++;
  }

  /// Passes a string.
  String text(Texts texts) throws MalformedJson {
    string();
    return plain ? texts.of(text, start, stop - start, hash) : decoded();
  }

  private void string() throws MalformedJson {
    if (next() != '"') {
      throw malformed("'\"' is missing");
    }
    start = at + 1;
    plain = true;
    int sum = 0;
    int i = start;
    while (i < end && text[i] != '"') {
      byte b = text[i];
      if (b == '\\') {
        plain = false;
        i++; // what is escaped ends nothing
      } else if (b < 0) { // bytes are signed: this is no ASCII
        plain = false;
      } else if (b < ' ') {
        at = i;
        throw malformed("a control character has to be escaped");
      }
      sum = 31 * sum + b;
      i++;
    }
    if (i >= end) {
      at = end;
      throw malformed("the text ends within a string");
    }
    hash = sum;
    stop = i;
    at = i + 1;
  }

  private String decoded() throws MalformedJson {
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(text, start, stop - start))
              .toString();
      return JsonEscapes.resolved(decoded);
    } catch (CharacterCodingException _) {
      throw malformed("the string is not UTF-8");
    } catch (IllegalArgumentException escape) {
      throw malformed(String.valueOf(escape.getMessage()));
    }
  }

  /// Passes a number, true, false or null.
  @Nullable Object scalar() throws MalformedJson {
    return switch (next()) {
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private @Nullable Object literal(String word, @Nullable Object meaning) throws MalformedJson {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || text[at + i] != word.charAt(i)) {
        throw malformed("no value is written like this");
      }
    }
    at += word.length();
    return meaning;
  }

  /// The smallest of Integer, Long and BigInteger that holds it; a Double where it has a fraction or
  /// an exponent.
  private Number number() throws MalformedJson {
    int from = at;
    boolean negative = byteAt(at) == '-';
    if (negative) {
      at++;
    }
    int first = at;
    int value = digits();
    if (at - first > 1 && text[first] == '0') {
      throw malformed("a number does not begin with 0");
    }
    boolean whole = byteAt(at) != '.' && byteAt(at) != 'e' && byteAt(at) != 'E';
    if (whole && at - first <= DIGITS_OF_ANY_INT) {
      return negative ? -value : value;
    }
    if (byteAt(at) == '.') {
      at++;
      int _ = digits();
    }
    if (byteAt(at) == 'e' || byteAt(at) == 'E') {
      at++;
      if (byteAt(at) == '+' || byteAt(at) == '-') {
        at++;
      }
      int _ = digits();
    }
    if (at - from > LONGEST_NUMBER) {
      throw malformed("a number has at most " + LONGEST_NUMBER + " digits");
    }
    String digits = new String(text, from, at - from, StandardCharsets.ISO_8859_1);
    return whole ? smallest(new BigInteger(digits)) : Double.valueOf(digits);
  }

  private static Number smallest(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  /// Passes at least one digit; says their value, if that is an int.
  private int digits() throws MalformedJson {
    int from = at;
    int value = 0;
    for (int b = byteAt(at); b >= '0' && b <= '9'; b = byteAt(at)) {
      value = 10 * value + (b - '0');
      at++;
    }
    if (at == from) {
      throw malformed(at < end ? "no value is written like this" : "the text ends too early");
    }
    return value;
  }

  private byte byteAt(int place) {
    return place < end ? text[place] : 0;
  }

  /// Passes over the value that comes next, whatever it is.
  void passOver() throws MalformedJson {
    switch (next()) {
      case '"' -> string();
      case '{' -> {
        for (boolean more = enter('}'); more; more = goOn('}')) {
          string();
          colon();
          passOver();
        }
      }
      case '[' -> {
        for (boolean more = enter(']'); more; more = goOn(']')) {
          passOver();
        }
      }
      default -> {
        Object _ = scalar();
      }
    }
  }

  /// What is wrong here.
  MalformedJson malformed(String reason) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < at; i++) {
      column = text[i] == '\n' ? 1 : column + 1;
      line = text[i] == '\n' ? line + 1 : line;
    }
    return new MalformedJson(line, column, reason);
  }
}
