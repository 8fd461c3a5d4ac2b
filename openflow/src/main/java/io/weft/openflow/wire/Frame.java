package io.weft.openflow.wire;

import io.weft.openflow.message.Message;

/// A message with its header: version 1.5, type, length and transaction id.
///
/// @param xid the transaction id; an answer has that of its question
/// @param message what the frame carries
public record Frame(int xid, Message message) {

  /// The length of the header: version, type, length, xid.
  public static final int HEADER_LENGTH = 8;

  /// The version byte of OpenFlow 1.5.
  public static final int VERSION = 6;

  /// Appends the frame.
  ///
  /// @throws IllegalArgumentException if it would be longer than 65,535 bytes; nothing is appended
  public static void write(int xid, Message message, WireWriter out) {
    int start = out.size();
    try {
      MessageCodec.write(xid, message, out);
    } catch (IllegalArgumentException e) {
      out.truncate(start);
      throw e;
    }
  }

  /// The frame's bytes.
  public byte[] toBytes() {
    WireWriter out = new WireWriter();
    write(xid, message, out);
    return out.toArray();
  }

  /// The transaction id of a frame, which is not read further.
  ///
  /// @param bytes at least a header
  public static int xid(byte[] bytes) {
    WireReader in = WireReader.of(bytes);
    in.skip(4);
    return in.u32();
  }

  /// Reads exactly one frame.
  ///
  /// A HELLO or an error is read in any version, everything else in 1.5 only.
  ///
  /// @throws MalformedMessageException if the bytes are anything else
  public static Frame read(byte[] bytes) {
    WireReader in = WireReader.of(bytes);
    try {
      return MessageCodec.read(in);
    } catch (MalformedMessageException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(in.offset(), String.valueOf(e.getMessage()));
    }
  }
}
