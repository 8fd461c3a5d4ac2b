package io.weft.cni.netlink;

import io.weft.net.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Writes one netlink message: header, fixed part, attributes (netlink(7)). Native byte order
/// unless a method says otherwise.
final class MessageWriter {
  static final int REQUEST = 0x1;
  static final int ACK = 0x4;
  static final int REPLACE = 0x100;
  static final int EXCL = 0x200;
  static final int DUMP = 0x300;
  static final int CREATE = 0x400;

  private static final int NESTED = 0x8000;
  private static final int SEQUENCE_AT = 8;

  private final ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());

  /// Starts a request.
  ///
  /// @param type the message type
  /// @param flags added to NLM_F_REQUEST
  MessageWriter(int type, int flags) {
    out.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(0).putInt(0);
  }

  MessageWriter u8(int value) {
    out.put((byte) value);
    return this;
  }

  MessageWriter u16(int value) {
    out.putShort((short) value);
    return this;
  }

  MessageWriter u16BigEndian(int value) {
    return u8(value >>> 8).u8(value);
  }

  MessageWriter u32(int value) {
    out.putInt(value);
    return this;
  }

  MessageWriter attribute(int type, byte[] value) {
    out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    while (out.position() % 4 != 0) {
      out.put((byte) 0);
    }
    return this;
  }

  MessageWriter attribute(int type, int value) {
    return attribute(
        type, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
  }

  MessageWriter attributeBigEndian(int type, int value) {
    return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  MessageWriter attribute(int type, String text) {
    return attribute(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  MessageWriter attribute(int type, IpAddress address) {
    return attribute(type, address.toBytes());
  }

  MessageWriter nested(int type, Consumer<MessageWriter> content) {
    int start = out.position();
    out.putShort((short) 0).putShort((short) (NESTED | type));
    content.accept(this);
    out.putShort(start, (short) (out.position() - start));
    return this;
  }

  /// The message under a sequence number, with its length filled in.
  byte[] finish(int sequence) {
    out.putInt(0, out.position()).putInt(SEQUENCE_AT, sequence);
    byte[] message = new byte[out.position()];
    out.get(0, message);
    return message;
  }
}
