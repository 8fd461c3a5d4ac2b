package io.weft.openflow.wire;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import io.weft.openflow.message.PortStatus;

/// The header and what it announces (OpenFlow 1.5.1 §7.1).
final class MessageCodec {

  private static final int HELLO = 0;
  private static final int ERROR = 1;
  private static final int ECHO_REQUEST = 2;
  private static final int ECHO_REPLY = 3;
  private static final int EXPERIMENTER = 4;
  private static final int FEATURES_REQUEST = 5;
  private static final int FEATURES_REPLY = 6;
  private static final int SET_CONFIG = 9;
  private static final int FLOW_REMOVED = 11;
  private static final int PORT_STATUS = 12;
  private static final int PACKET_OUT = 13;
  private static final int FLOW_MOD = 14;
  private static final int GROUP_MOD = 15;
  private static final int MULTIPART_REQUEST = 18;
  private static final int MULTIPART_REPLY = 19;
  private static final int BARRIER_REQUEST = 20;
  private static final int BARRIER_REPLY = 21;
  private static final int SET_ASYNC = 28;
  private static final int METER_MOD = 29;
  private static final int BUNDLE_CONTROL = 33;
  private static final int BUNDLE_ADD = 34;

  private MessageCodec() {}

  static void write(int xid, Message message, WireWriter out) {
    int start = out.size();
    out.u8(Frame.VERSION);
    out.u8(type(message));
    out.u16(0); // length
    out.u32(xid);
    writeBody(xid, message, out);
    out.length16(start + 2, start);
  }

  private static int type(Message message) {
    return switch (message) { // the many first: they are tried in this order
      case BundleAdd _ -> BUNDLE_ADD;
      case Modification(Change change) -> type(change);
      case Message.Hello _ -> HELLO;
      case OpenFlowError _ -> ERROR;
      case Message.EchoRequest _ -> ECHO_REQUEST;
      case Message.EchoReply _ -> ECHO_REPLY;
      case PacketIn _, CtFlush _, Message.CtFlushZone _, Message.SetPacketInFormat _ ->
          EXPERIMENTER;
      case Message.FeaturesRequest _ -> FEATURES_REQUEST;
      case Message.Features _ -> FEATURES_REPLY;
      case Message.SetConfig _ -> SET_CONFIG;
      case FlowRemoved _ -> FLOW_REMOVED;
      case PortStatus _ -> PORT_STATUS;
      case PacketOut _ -> PACKET_OUT;
      case Message.MultipartRequest _ -> MULTIPART_REQUEST;
      case Message.MultipartReply _ -> MULTIPART_REPLY;
      case Message.BarrierRequest _ -> BARRIER_REQUEST;
      case Message.BarrierReply _ -> BARRIER_REPLY;
      case Message.SetAsync _ -> SET_ASYNC;
      case BundleControl _ -> BUNDLE_CONTROL;
      case Message.Unknown(int type, _) -> type;
    };
  }

  private static int type(Change change) {
    return switch (change) {
      case Change.OfFlows _ -> FLOW_MOD;
      case Change.OfGroups _ -> GROUP_MOD;
      case Change.OfMeters _ -> METER_MOD;
    };
  }

  private static void writeBody(int xid, Message message, WireWriter out) {
    switch (message) { // the many first: they are tried in this order
      case BundleAdd(int id, int flags, Message content) -> {
        out.u32(id);
        out.zeros(2);
        out.u16(flags);
        write(xid, content, out);
      }
      case Modification(Change change) -> writeChange(change, out);
      case Message.Hello(int versions) -> {
        out.u16(1); // element: version bitmap
        out.u16(8);
        out.u32(versions);
      }
      case OpenFlowError error -> writeError(error, out);
      case Message.EchoRequest(Bytes payload) -> out.bytes(payload);
      case Message.EchoReply(Bytes payload) -> out.bytes(payload);
      case Message.FeaturesRequest _, Message.BarrierRequest _, Message.BarrierReply _ -> {}
      case Message.Features features -> {
        out.u64(features.datapathId());
        out.u32(features.buffers());
        out.u8(features.tables());
        out.u8(features.auxiliaryId());
        out.zeros(2);
        out.u32(features.capabilities());
        out.u32(0); // reserved
      }
      case Message.SetConfig(var fragments, int missSendLength) -> {
        out.u16(Numbers.of(fragments));
        out.u16(missSendLength);
      }
      case FlowRemoved removed -> FlowCodec.writeRemoved(removed, out);
      case PortStatus status -> PortCodec.writeStatus(status, out);
      case PacketOut packetOut -> PacketCodec.writeOut(packetOut, out);
      case Message.MultipartRequest(var query) -> MultipartCodec.writeRequest(query, out);
      case Message.MultipartReply(boolean more, var answer) ->
          MultipartCodec.writeReply(more, answer, out);
      case Message.SetAsync(int packetIn, int portStatus, int flowRemoved) -> {
        Properties.u32(1, packetIn, out); // for a connection that is not a slave
        Properties.u32(3, portStatus, out);
        Properties.u32(5, flowRemoved, out);
      }
      case BundleControl(int id, var step, int flags) -> {
        out.u32(id);
        out.u16(Numbers.of(step));
        out.u16(flags);
      }
      case PacketIn packetIn -> {
        experimenter(Nicira.PACKET_IN2, out);
        PacketCodec.writeIn(packetIn, out);
      }
      case CtFlush flush -> {
        experimenter(Nicira.CT_FLUSH, out);
        CtFlushCodec.write(flush, out);
      }
      case Message.CtFlushZone(int zone) -> {
        experimenter(Nicira.CT_FLUSH_ZONE, out);
        out.zeros(6);
        out.u16(zone);
      }
      case Message.SetPacketInFormat(int format) -> {
        experimenter(Nicira.SET_PACKET_IN_FORMAT, out);
        out.u32(format);
      }
      case Message.Unknown(_, Bytes body) -> out.bytes(body);
    }
  }

  private static void experimenter(int subtype, WireWriter out) {
    out.u32(Nicira.VENDOR);
    out.u32(subtype);
  }

  private static void writeChange(Change change, WireWriter out) {
    switch (change) {
      case Change.OfFlows flows -> FlowCodec.writeMod(flows, out);
      case Change.OfGroups groups -> GroupCodec.writeMod(groups, out);
      case Change.OfMeters meters -> MeterCodec.writeMod(meters, out);
    }
  }

  private static void writeError(OpenFlowError error, WireWriter out) {
    out.u16(error.type());
    out.u16(error.code());
    if (error.type() == OpenFlowError.EXPERIMENTER) {
      out.u32(error.experimenter());
    }
    out.bytes(error.detail());
  }

  /// Whether this is an answer with flow descriptions, of the version that is spoken.
  static boolean listsFlows(WireReader in) {
    if (in.peek16(0) != (Frame.VERSION << 8 | MULTIPART_REPLY)) {
      return false;
    }
    in.skip(Frame.HEADER_LENGTH);
    return MultipartCodec.listsFlows(in);
  }

  static Frame read(WireReader in) {
    int version = in.u8();
    int type = in.u8();
    if (version != Frame.VERSION && type != HELLO && type != ERROR) {
      throw new MalformedMessageException(
          0, "version %d, only OpenFlow 1.5 (6) is spoken".formatted(version));
    }
    int length = in.u16();
    if (length != in.remaining() + 4) {
      throw new MalformedMessageException(
          2, "length %d of a message of %d bytes".formatted(length, in.remaining() + 4));
    }
    int xid = in.u32();
    return new Frame(xid, readBody(version, type, in));
  }

  private static Message readBody(int version, int type, WireReader in) {
    return switch (type) {
      case HELLO -> readHello(version, in);
      case ERROR -> readError(in);
      case ECHO_REQUEST -> new Message.EchoRequest(in.rest());
      case ECHO_REPLY -> new Message.EchoReply(in.rest());
      case EXPERIMENTER -> readExperimenter(in);
      case FEATURES_REQUEST -> new Message.FeaturesRequest();
      case FEATURES_REPLY -> readFeatures(in);
      case SET_CONFIG ->
          new Message.SetConfig(
              in.oneOf("fragment mode", in.u16(), Message.FragmentMode.values()), in.u16());
      case FLOW_REMOVED -> FlowCodec.readRemoved(in);
      case PORT_STATUS -> PortCodec.readStatus(in);
      case PACKET_OUT -> PacketCodec.readOut(in);
      case FLOW_MOD -> new Modification(FlowCodec.readMod(in));
      case GROUP_MOD -> new Modification(GroupCodec.readMod(in));
      case METER_MOD -> new Modification(MeterCodec.readMod(in));
      case MULTIPART_REQUEST -> new Message.MultipartRequest(MultipartCodec.readRequest(in));
      case MULTIPART_REPLY ->
          new Message.MultipartReply(MultipartCodec.more(in), MultipartCodec.readReply(in));
      case BARRIER_REQUEST -> new Message.BarrierRequest();
      case BARRIER_REPLY -> new Message.BarrierReply();
      case SET_ASYNC -> readAsync(in);
      case BUNDLE_CONTROL ->
          new BundleControl(
              in.u32(), in.oneOf("bundle step", in.u16(), BundleControl.Step.values()), in.u16());
      case BUNDLE_ADD -> readBundleAdd(in);
      default -> new Message.Unknown(type, in.rest());
    };
  }

  private static Message.Hello readHello(int version, WireReader in) {
    int versions = version < 32 ? 1 << version : 0;
    while (in.hasMore()) {
      WireReader element = Properties.next(in);
      int type = element.u16();
      element.skip(2);
      if (type == 1 && element.hasMore()) {
        versions = element.u32();
      }
    }
    return new Message.Hello(versions);
  }

  private static OpenFlowError readError(WireReader in) {
    int type = in.u16();
    int code = in.u16();
    int experimenter = type == OpenFlowError.EXPERIMENTER ? in.u32() : 0;
    return new OpenFlowError(type, code, experimenter, in.rest());
  }

  private static Message.Features readFeatures(WireReader in) {
    long datapathId = in.u64();
    int buffers = in.u32();
    int tables = in.u8();
    int auxiliaryId = in.u8();
    in.skip(2);
    int capabilities = in.u32();
    return new Message.Features(datapathId, buffers, tables, auxiliaryId, capabilities);
  }

  private static Message.SetAsync readAsync(WireReader in) {
    int packetIn = 0;
    int portStatus = 0;
    int flowRemoved = 0;
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case 1 -> packetIn = property.u32();
        case 3 -> portStatus = property.u32();
        case 5 -> flowRemoved = property.u32();
        default -> {
          // Masks for slaves, or for messages that we never ask for.
        }
      }
    }
    return new Message.SetAsync(packetIn, portStatus, flowRemoved);
  }

  private static BundleAdd readBundleAdd(WireReader in) {
    int id = in.u32();
    in.skip(2);
    int flags = in.u16();
    WireReader content = in.structure(2, Frame.HEADER_LENGTH);
    if (content.peek16(0) >>> 8 != Frame.VERSION) {
      throw content.malformed("a bundled message of another version");
    }
    int type = content.peek16(0) & 0xff;
    if (type == BUNDLE_ADD) {
      throw content.malformed("a bundle within a bundle");
    }
    content.skip(Frame.HEADER_LENGTH);
    return new BundleAdd(id, flags, readBody(Frame.VERSION, type, content));
  }

  private static Message readExperimenter(WireReader in) {
    int vendor = in.peek16(0) << 16 | in.peek16(2);
    int subtype = in.peek16(4) << 16 | in.peek16(6);
    if (vendor != Nicira.VENDOR) {
      return new Message.Unknown(EXPERIMENTER, in.rest());
    }
    WireReader body = in.lookAhead(in.remaining());
    body.skip(8);
    return switch (subtype) {
      case Nicira.PACKET_IN2 -> PacketCodec.readIn(body);
      case Nicira.CT_FLUSH -> CtFlushCodec.read(body);
      case Nicira.CT_FLUSH_ZONE -> {
        body.skip(6);
        yield new Message.CtFlushZone(body.u16());
      }
      case Nicira.SET_PACKET_IN_FORMAT -> new Message.SetPacketInFormat(body.u32());
      default -> new Message.Unknown(EXPERIMENTER, in.rest());
    };
  }
}
