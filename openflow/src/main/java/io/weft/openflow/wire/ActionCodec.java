package io.weft.openflow.wire;

import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.CopyField;
import io.weft.openflow.action.Action.DecTtl;
import io.weft.openflow.action.Action.Opaque;
import io.weft.openflow.action.Action.Output;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.action.Action.ToGroup;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;

/// Actions: OpenFlow's own here (OpenFlow 1.5.1 §7.2.6), Nicira's in the classes beside.
///
/// Every action is a multiple of 8 bytes long and says so in its second 16 bits.
final class ActionCodec {

  private static final int OUTPUT = 0;
  private static final int GROUP = 22;
  private static final int DEC_NW_TTL = 24;
  private static final int SET_FIELD = 25;
  private static final int COPY_FIELD = 28;
  private static final int METER = 29;
  private static final int EXPERIMENTER = 0xffff;

  private ActionCodec() {}

  static void write(List<Action> actions, WireWriter out) {
    for (int i = 0; i < actions.size(); i++) {
      write(actions.get(i), out);
    }
  }

  static void write(Action action, WireWriter out) {
    switch (action) {
      case Output output -> {
        out.u16(OUTPUT);
        out.u16(16);
        out.u32(output.port().number());
        out.u16(output.maxLength());
        out.zeros(6);
      }
      case SetField set -> {
        int start = out.size();
        out.u16(SET_FIELD);
        out.u16(0); // length, with the padding
        Oxm.write(set.field(), set.value(), set.mask(), set.isWhole(), out);
        out.pad8(start);
        out.length16(start + 2, start);
      }
      case CopyField copy -> {
        out.u16(COPY_FIELD);
        out.u16(24);
        out.u16(copy.source().length());
        out.u16(copy.source().offset());
        out.u16(copy.destination().offset());
        out.zeros(2);
        out.u32(Oxm.header(copy.source().field()));
        out.u32(Oxm.header(copy.destination().field()));
        out.zeros(4);
      }
      case ToGroup group -> {
        out.u16(GROUP);
        out.u16(8);
        out.u32((int) group.id());
      }
      case DecTtl _ -> {
        out.u16(DEC_NW_TTL);
        out.u16(8);
        out.zeros(4);
      }
      case Action.Meter meter -> {
        out.u16(METER);
        out.u16(8);
        out.u32((int) meter.id());
      }
      case Ct ct -> CtCodec.write(ct, out);
      case Learn learn -> LearnCodec.write(learn, out);
      case Controller controller -> ControllerCodec.write(controller, out);
      case Action.OutputField _,
          Action.Resubmit _,
          Action.CtClear _,
          Action.Conjunction _,
          Action.Clone _,
          Action.CheckPktLarger _,
          Action.Note _ ->
          NiciraActionCodec.write(action, out);
      case Opaque opaque -> out.bytes(opaque.content());
      case Action.ClearActions _,
          Action.WriteActions _,
          Action.WriteMetadata _,
          Action.GotoTable _ ->
          throw new IllegalArgumentException(
              "an instruction cannot stand in a list of actions only: " + action);
    }
  }

  /// Actions up to the end of `in`.
  static List<Action> read(WireReader in) {
    List<Action> actions = new ArrayList<>();
    while (in.hasMore()) {
      actions.add(readOne(in));
    }
    return actions;
  }

  private static Action readOne(WireReader in) {
    int length = in.peek16(2);
    if (length < 8 || length % 8 != 0) {
      throw in.malformed("action length %d, not a multiple of 8".formatted(length));
    }
    WireReader action = in.lookAhead(length);
    try {
      Action known = known(action);
      in.skip(length);
      return known;
    } catch (UnknownPartException e) {
      return new Opaque(Opaque.Kind.ACTION, in.bytes(length));
    } catch (IllegalArgumentException e) {
      // A value that ours exclude, such as a group number from the reserved range.
      return new Opaque(Opaque.Kind.ACTION, in.bytes(length));
    }
  }

  private static Action known(WireReader in) {
    int type = in.u16();
    in.skip(2); // length
    return switch (type) {
      case OUTPUT -> {
        OfPort port = new OfPort(in.u32());
        yield new Output(port, in.u16());
      }
      case SET_FIELD -> setField(in);
      case COPY_FIELD -> copyField(in);
      case GROUP -> new ToGroup(Integer.toUnsignedLong(in.u32()));
      case DEC_NW_TTL -> new DecTtl();
      case METER -> new Action.Meter(Integer.toUnsignedLong(in.u32()));
      case EXPERIMENTER -> experimenter(in);
      default -> throw new UnknownPartException();
    };
  }

  private static Action setField(WireReader in) {
    int header = in.peek16(2);
    boolean masked = (header & 1 << 8) != 0;
    int length = header & 0xff;
    Field field =
        Oxm.known(in.peek16(0) << 16 | (header & 0xfe00) | (masked ? length / 2 : length));
    UnknownPartException.unless(length == field.bytes() * (masked ? 2 : 1));
    in.skip(4);
    var value = Oxm.bits(in, field.bytes());
    var mask = masked ? Oxm.bits(in, field.bytes()) : field.ones();
    return new SetField(field, value, mask);
  }

  private static Action copyField(WireReader in) {
    int bits = in.u16();
    int sourceOffset = in.u16();
    int destinationOffset = in.u16();
    in.skip(2);
    BitRange source = Oxm.range(Oxm.known(in), sourceOffset, bits);
    BitRange destination = Oxm.range(Oxm.known(in), destinationOffset, bits);
    return new CopyField(source, destination);
  }

  private static Action experimenter(WireReader in) {
    UnknownPartException.unless(in.u32() == Nicira.VENDOR);
    int subtype = in.u16();
    return switch (subtype) {
      case Nicira.CT -> CtCodec.read(in);
      case Nicira.LEARN -> LearnCodec.read(in, false);
      case Nicira.LEARN2 -> LearnCodec.read(in, true);
      case Nicira.CONTROLLER -> ControllerCodec.read(in);
      case Nicira.CONTROLLER2 -> ControllerCodec.readProperties(in);
      default -> NiciraActionCodec.read(subtype, in);
    };
  }
}
