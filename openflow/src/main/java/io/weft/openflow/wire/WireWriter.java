package io.weft.openflow.wire;

import io.weft.net.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing array of bytes, written in network order.
///
/// One writer takes many messages one after another; [#clear] makes it ready for the next batch
/// without giving its memory back. Lengths that are known only afterwards are patched in. Not safe
/// for use by several threads.
public final class WireWriter {

  private byte[] array;
  private int size;
  private @Nullable Object kept;
  private int keptStart;
  private int keptLength;

  public WireWriter() {
    this(1024);
  }

  /// @param capacity the number of bytes to hold before the first growth
  public WireWriter(int capacity) {
    array = new byte[Math.max(16, capacity)];
  }

  /// The number of bytes written, which is the position of the next one.
  public int size() {
    return size;
  }

  /// Forgets everything written.
  public void clear() {
    size = 0;
    kept = null;
  }

  /// What has been written since `start` is the bytes of this object; the last one is remembered.
  void keep(Object value, int start) {
    kept = value;
    keptStart = start;
    keptLength = size - start;
  }

  /// Writes the bytes of this very object once more, if they are remembered; says whether they are.
  @SuppressWarnings("ReferenceEquality") // an equal one would do as well, but comparing costs more
  boolean again(Object value) {
    if (kept != value) {
      return false;
    }
    int at = grow(keptLength);
    System.arraycopy(array, keptStart, array, at, keptLength);
    return true;
  }

  /// Forgets everything written from `position` on.
  ///
  /// @throws IllegalArgumentException if less than that has been written
  public void truncate(int position) {
    if (position < 0 || position > size) {
      throw new IllegalArgumentException("truncate to %d of %d".formatted(position, size));
    }
    size = position;
    kept = null;
  }

  /// The array that holds what was written, up to [#size]; the writer goes on using it.
  byte[] array() {
    return array;
  }

  /// A copy of what was written.
  public byte[] toArray() {
    return Arrays.copyOf(array, size);
  }

  private int grow(int count) {
    int start = size;
    size += count;
    if (size > array.length) {
      array = Arrays.copyOf(array, Math.max(size, array.length * 2));
    }
    return start;
  }

  void u8(int value) {
    int at = grow(1);
    array[at] = (byte) value;
  }

  void u16(int value) {
    int at = grow(2);
    array[at] = (byte) (value >>> 8);
    array[at + 1] = (byte) value;
  }

  void u32(int value) {
    int at = grow(4);
    put32(at, value);
  }

  void u64(long value) {
    int at = grow(8);
    put32(at, (int) (value >>> 32));
    put32(at + 4, (int) value);
  }

  /// The low 48 bits of `value`.
  void u48(long value) {
    u16((int) (value >>> 32));
    u32((int) value);
  }

  /// The low `count` bytes of the 128-bit number `high:low`.
  void number(long high, long low, int count) {
    int at = grow(count);
    for (int i = at + count - 1; i >= at; i--) {
      array[i] = (byte) low;
      low = low >>> 8 | high << 56;
      high >>>= 8;
    }
  }

  void bytes(Bytes bytes) {
    int at = grow(bytes.length());
    bytes.copyTo(array, at);
  }

  void bytes(byte[] bytes) {
    int at = grow(bytes.length);
    System.arraycopy(bytes, 0, array, at, bytes.length);
  }

  void zeros(int count) {
    int at = grow(count);
    Arrays.fill(array, at, at + count, (byte) 0);
  }

  /// Fills with zeros until the bytes since `start` are a multiple of 8.
  void pad8(int start) {
    zeros(-(size - start) & 7);
  }

  /// Writes the number of bytes since `start` as 16 bits at `position`.
  ///
  /// @throws IllegalArgumentException if they do not fit 16 bits: the structure is too long to send
  void length16(int position, int start) {
    int length = size - start;
    if (length > 0xffff) {
      throw new IllegalArgumentException(
          "a structure of %d bytes does not fit OpenFlow's 65535".formatted(length));
    }
    put16(position, length);
  }

  void put16(int position, int value) {
    array[position] = (byte) (value >>> 8);
    array[position + 1] = (byte) value;
  }

  void put32(int position, int value) {
    array[position] = (byte) (value >>> 24);
    array[position + 1] = (byte) (value >>> 16);
    array[position + 2] = (byte) (value >>> 8);
    array[position + 3] = (byte) value;
  }
}
