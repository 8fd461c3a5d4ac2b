package io.weft.net;

import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of bytes: packets, opaque parts of a message, user data of an action.
///
/// Equal where every byte is equal; the text is lower-case hexadecimal without separators.
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /// A copy of all of `array`.
  public static Bytes of(byte... array) {
    return copyOf(array, 0, array.length);
  }

  /// A copy of `length` bytes of `array` from `offset` on.
  ///
  /// @throws IndexOutOfBoundsException if the array is shorter
  public static Bytes copyOf(byte[] array, int offset, int length) {
    if (offset < 0 || length < 0 || length > array.length - offset) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d on of %d".formatted(length, offset, array.length));
    }
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(array, offset, offset + length));
  }

  /// Reads pairs of hexadecimal digits, in either case, without separators.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message holds the text
  public static Bytes parse(String text) {
    try {
      return of(HexFormat.of().parseHex(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not pairs of hexadecimal digits: '" + text + "'", e);
    }
  }

  /// The number of bytes.
  public int length() {
    return array.length;
  }

  public boolean isEmpty() {
    return array.length == 0;
  }

  /// The byte at `index`, as a number from 0 to 255.
  public int at(int index) {
    return array[index] & 0xff;
  }

  /// A copy of the bytes, the caller's own.
  public byte[] toArray() {
    return array.clone();
  }

  /// Copies all bytes into `target` from `offset` on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(array, 0, target, offset, array.length);
  }

  /// These bytes followed by the others.
  public Bytes plus(Bytes other) {
    byte[] sum = Arrays.copyOf(array, array.length + other.array.length);
    other.copyTo(sum, array.length);
    return new Bytes(sum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(array, that.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(array);
  }
}
