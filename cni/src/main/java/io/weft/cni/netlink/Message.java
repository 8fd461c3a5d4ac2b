package io.weft.cni.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One received netlink message.
///
/// @param type the message type
/// @param flags NLM_F_*
/// @param sequence of the request it answers
/// @param body what follows the header, in native byte order
record Message(int type, int flags, int sequence, ByteBuffer body) {
  static final int ERROR = 2;
  static final int DONE = 3;

  private static final int HEADER = 16;
  private static final int TYPE_MASK = 0x3fff;

  /// The messages of one datagram.
  static List<Message> split(ByteBuffer datagram) {
    List<Message> messages = new ArrayList<>();
    int at = 0;
    while (at + HEADER <= datagram.limit()) {
      int length = datagram.getInt(at);
      if (length < HEADER || at + length > datagram.limit()) {
        throw new IllegalStateException("netlink message of %d octets cut short".formatted(length));
      }
      messages.add(
          new Message(
              Short.toUnsignedInt(datagram.getShort(at + 4)),
              Short.toUnsignedInt(datagram.getShort(at + 6)),
              datagram.getInt(at + 8),
              slice(datagram, at + HEADER, length - HEADER)));
      at += (length + 3) & ~3;
    }
    return messages;
  }

  private static ByteBuffer slice(ByteBuffer of, int at, int length) {
    return of.slice(at, length).order(ByteOrder.nativeOrder());
  }

  int u8(int at) {
    return Byte.toUnsignedInt(body.get(at));
  }

  int u16(int at) {
    return Short.toUnsignedInt(body.getShort(at));
  }

  int s32(int at) {
    return body.getInt(at);
  }

  /// The attributes behind the fixed part.
  Attributes attributes(int from) {
    return new Attributes(body, from);
  }

  /// The attributes of a message, by type; of repeated ones the last.
  static final class Attributes {
    private final Map<Integer, ByteBuffer> byType = new HashMap<>();

    private Attributes(ByteBuffer body, int from) {
      int at = from;
      while (at + 4 <= body.limit()) {
        int length = Short.toUnsignedInt(body.getShort(at));
        if (length < 4 || at + length > body.limit()) {
          return;
        }
        byType.put(
            Short.toUnsignedInt(body.getShort(at + 2)) & TYPE_MASK,
            slice(body, at + 4, length - 4));
        at += (length + 3) & ~3;
      }
    }

    Optional<byte[]> bytes(int type) {
      return Optional.ofNullable(byType.get(type))
          .map(value -> {
            byte[] bytes = new byte[value.limit()];
            value.get(0, bytes);
            return bytes;
          });
    }

    Optional<String> text(int type) {
      return bytes(type)
          .map(bytes -> {
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
              end++;
            }
            return new String(bytes, 0, end, StandardCharsets.UTF_8);
          });
    }

    Optional<Integer> u32(int type) {
      return Optional.ofNullable(byType.get(type))
          .filter(v -> v.limit() >= 4)
          .map(v -> v.getInt(0));
    }

    Attributes nested(int type) {
      return new Attributes(byType.getOrDefault(type, ByteBuffer.allocate(0)), 0);
    }
  }
}
