package io.weft.openflow.wire;

import io.weft.net.Bytes;
import io.weft.openflow.action.Controller;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;

/// Packets to and from the controller (`NXT_PACKET_IN2`; OpenFlow 1.5.1 §7.3.6).
final class PacketCodec {

  private static final int PACKET = 0;
  private static final int FULL_LENGTH = 1;
  private static final int BUFFER_ID = 2;
  private static final int TABLE_ID = 3;
  private static final int COOKIE = 4;
  private static final int REASON = 5;
  private static final int METADATA = 6;
  private static final int USERDATA = 7;

  private static final long NO_COOKIE = -1;

  private PacketCodec() {}

  static void writeIn(PacketIn packetIn, WireWriter out) {
    Properties.bytes(PACKET, packetIn.packet(), out);
    if (packetIn.fullLength() != packetIn.packet().length()) {
      Properties.u32(FULL_LENGTH, packetIn.fullLength(), out);
    }
    if (packetIn.bufferId() != PacketIn.NO_BUFFER) {
      Properties.u32(BUFFER_ID, packetIn.bufferId(), out);
    }
    Properties.u8(TABLE_ID, packetIn.table(), out);
    if (packetIn.cookie() != NO_COOKIE) {
      Properties.u64(COOKIE, packetIn.cookie(), out);
    }
    Properties.u8(REASON, Numbers.of(packetIn.reason()), out);
    int start = Properties.begin(METADATA, out);
    MatchCodec.writeFields(packetIn.metadata(), out);
    Properties.end(start, out);
    if (!packetIn.userdata().isEmpty()) {
      Properties.bytes(USERDATA, packetIn.userdata(), out);
    }
    out.bytes(packetIn.others());
  }

  static PacketIn readIn(WireReader in) {
    Bytes packet = Bytes.EMPTY;
    int fullLength = -1;
    int bufferId = PacketIn.NO_BUFFER;
    int table = 0;
    long cookie = NO_COOKIE;
    var reason = Controller.Reason.NO_MATCH;
    Match metadata = Match.any();
    Bytes userdata = Bytes.EMPTY;
    Bytes others = Bytes.EMPTY;
    while (in.hasMore()) {
      WireReader whole = in.lookAhead(in.remaining());
      WireReader property = Properties.next(in);
      int length = whole.remaining() - in.remaining();
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case PACKET -> packet = property.rest();
        case FULL_LENGTH -> fullLength = property.u32();
        case BUFFER_ID -> bufferId = property.u32();
        case TABLE_ID -> table = property.u8();
        case COOKIE -> {
          property.skip(4);
          cookie = property.u64();
        }
        case REASON ->
            reason = property.oneOf("packet-in reason", property.u8(), Controller.Reason.values());
        case METADATA -> metadata = MatchCodec.readFields(property);
        case USERDATA -> userdata = property.rest();
        default -> others = others.plus(whole.bytes(length));
      }
    }
    return new PacketIn(
        packet,
        fullLength < 0 ? packet.length() : fullLength,
        table,
        cookie,
        reason,
        userdata,
        metadata,
        bufferId,
        others);
  }

  static void writeOut(PacketOut packetOut, WireWriter out) {
    out.u32(PacketIn.NO_BUFFER); // buffer_id
    int length = out.size();
    out.u16(0); // actions_len
    out.zeros(2);
    MatchCodec.write(packetOut.metadata(), out);
    int start = out.size();
    ActionCodec.write(packetOut.actions(), out);
    out.length16(length, start);
    out.bytes(packetOut.packet());
  }

  static PacketOut readOut(WireReader in) {
    in.skip(4); // buffer_id
    int length = in.u16();
    in.skip(2);
    Match metadata = MatchCodec.read(in);
    var actions = ActionCodec.read(in.part(length));
    return new PacketOut(in.rest(), metadata, actions);
  }
}
