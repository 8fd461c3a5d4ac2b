package io.weft.openflow.match;

import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of bytes with value equality; the text is lower-case hexadecimal.
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// A copy of the array's content.
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /// Reads pairs of hexadecimal digits.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message holds the text
  public static Bytes parse(String hex) {
    try {
      return of(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not pairs of hexadecimal digits: '" + hex + "'", e);
    }
  }

  public int length() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  /// A copy of the content.
  public byte[] toArray() {
    return content.clone();
  }

  /// These bytes followed by the others.
  public Bytes plus(Bytes other) {
    byte[] sum = Arrays.copyOf(content, content.length + other.content.length);
    System.arraycopy(other.content, 0, sum, content.length, other.content.length);
    return new Bytes(sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(content);
  }
}
