package io.weft.openflow.wire;

import io.weft.net.Bytes;

/// Reads bytes in network order, never beyond its end.
///
/// A part ([#part]) reads a stretch of the same bytes and shares their offsets, so that a complaint
/// from deep inside names the byte of the whole message. Every read either advances or throws, hence
/// a loop `while (reader.hasMore())` around a read ends.
public final class WireReader {

  private final byte[] array;
  private final int origin;
  private final int end;
  private int position;

  private WireReader(byte[] array, int origin, int position, int end) {
    this.array = array;
    this.origin = origin;
    this.position = position;
    this.end = end;
  }

  /// Reads all of `array`, which must not change meanwhile.
  public static WireReader of(byte[] array) {
    return new WireReader(array, 0, 0, array.length);
  }

  /// Reads all of `bytes`.
  public static WireReader of(Bytes bytes) {
    return of(bytes.toArray());
  }

  /// The position in the whole message.
  int offset() {
    return position - origin;
  }

  int remaining() {
    return end - position;
  }

  boolean hasMore() {
    return position < end;
  }

  MalformedMessageException malformed(String problem) {
    return new MalformedMessageException(offset(), problem);
  }

  private int advance(int count) {
    if (count < 0 || count > end - position) {
      throw malformed("%d bytes expected, %d left".formatted(count, end - position));
    }
    int at = position;
    position += count;
    return at;
  }

  int u8() {
    return array[advance(1)] & 0xff;
  }

  int u16() {
    int at = advance(2);
    return (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
  }

  int u32() {
    int at = advance(4);
    return at32(at);
  }

  long u64() {
    int at = advance(8);
    return (long) at32(at) << 32 | Integer.toUnsignedLong(at32(at + 4));
  }

  long u48() {
    long high = u16();
    return high << 32 | Integer.toUnsignedLong(u32());
  }

  private int at32(int at) {
    return (array[at] & 0xff) << 24
        | (array[at + 1] & 0xff) << 16
        | (array[at + 2] & 0xff) << 8
        | (array[at + 3] & 0xff);
  }

  /// A number of `count` bytes, at most 8, unsigned.
  long number(int count) {
    int at = advance(count);
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = value << 8 | (array[i] & 0xff);
    }
    return value;
  }

  /// The 16 bits at the position, which stays.
  int peek16(int ahead) {
    if (ahead + 2 > remaining()) {
      throw malformed("%d bytes expected, %d left".formatted(ahead + 2, remaining()));
    }
    int at = position + ahead;
    return (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
  }

  /// Skips a structure, whose length stands in 16 bits, `ahead` bytes from here, and what fills it
  /// up to a multiple of 8.
  void skipStructure8(int ahead) {
    skipPadding8(structure(ahead, ahead + 2).remaining());
  }

  void skip(int count) {
    advance(count);
  }

  /// Skips what fills `length` bytes up to a multiple of 8, or what is left of it.
  void skipPadding8(int length) {
    advance(Math.min(-length & 7, remaining()));
  }

  Bytes bytes(int count) {
    return Bytes.copyOf(array, advance(count), count);
  }

  Bytes rest() {
    return bytes(remaining());
  }

  /// A reader of the next `count` bytes; this one goes on behind them.
  WireReader part(int count) {
    int at = advance(count);
    return new WireReader(array, origin, at, at + count);
  }

  /// A reader of the next `count` bytes; this one stays where it is.
  WireReader lookAhead(int count) {
    WireReader part = part(count);
    position -= count;
    return part;
  }

  /// A reader of the next structure, whose length stands in 16 bits, `ahead` bytes from here.
  ///
  /// @throws MalformedMessageException if that length is below `minimum` or beyond the end
  WireReader structure(int ahead, int minimum) {
    int length = peek16(ahead);
    if (length < minimum) {
      throw malformed("length %d, at least %d expected".formatted(length, minimum));
    }
    return part(length);
  }

  /// The constant with this number.
  ///
  /// @throws MalformedMessageException if there is none
  <E extends Enum<E>> E oneOf(String what, int number, E[] constants) {
    if (number >= constants.length) {
      throw malformed("%s %d is unknown".formatted(what, number));
    }
    return constants[number];
  }

  /// A text of exactly `count` bytes that ends at the first zero byte.
  String text(int count) {
    int at = advance(count);
    StringBuilder text = new StringBuilder(count);
    for (int i = at; i < at + count && array[i] != 0; i++) {
      text.append((char) (array[i] & 0xff));
    }
    return text.toString();
  }
}
