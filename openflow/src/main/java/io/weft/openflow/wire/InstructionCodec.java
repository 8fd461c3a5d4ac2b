package io.weft.openflow.wire;

import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.ClearActions;
import io.weft.openflow.action.Action.GotoTable;
import io.weft.openflow.action.Action.Opaque;
import io.weft.openflow.action.Action.WriteActions;
import io.weft.openflow.action.Action.WriteMetadata;
import java.util.ArrayList;
import java.util.List;

/// Instructions (OpenFlow 1.5.1 §7.2.5): what [Action] lists together with actions.
///
/// A meter is an action in OpenFlow 1.5, and stays in its place among them.
final class InstructionCodec {

  private static final int GOTO_TABLE = 1;
  private static final int WRITE_METADATA = 2;
  private static final int WRITE_ACTIONS = 3;
  private static final int APPLY_ACTIONS = 4;
  private static final int CLEAR_ACTIONS = 5;

  private InstructionCodec() {}

  static void write(List<Action> actions, WireWriter out) {
    int start = -1;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (!isInstruction(action)) {
        if (start < 0) {
          start = begin(APPLY_ACTIONS, out);
        }
        ActionCodec.write(action, out);
      }
    }
    if (start >= 0) {
      out.length16(start + 2, start);
    }
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (isInstruction(action)) {
        write(action, out);
      }
    }
  }

  private static boolean isInstruction(Action action) {
    return action.isInstruction() && !(action instanceof Action.Meter);
  }

  private static int begin(int type, WireWriter out) {
    int start = out.size();
    out.u16(type);
    out.u16(0); // length
    out.zeros(4);
    return start;
  }

  private static void write(Action instruction, WireWriter out) {
    switch (instruction) {
      case GotoTable(int table) -> {
        out.u16(GOTO_TABLE);
        out.u16(8);
        out.u8(table);
        out.zeros(3);
      }
      case WriteMetadata(long value, long mask) -> {
        out.u16(WRITE_METADATA);
        out.u16(24);
        out.zeros(4);
        out.u64(value);
        out.u64(mask);
      }
      case WriteActions(List<Action> actions) -> {
        int start = begin(WRITE_ACTIONS, out);
        ActionCodec.write(actions, out);
        out.length16(start + 2, start);
      }
      case ClearActions _ -> {
        out.u16(CLEAR_ACTIONS);
        out.u16(8);
        out.zeros(4);
      }
      case Opaque opaque -> out.bytes(opaque.content());
      default -> throw new IllegalStateException("not an instruction: " + instruction);
    }
  }

  /// Instructions up to the end of `in`, in the order in which OpenFlow executes them.
  static List<Action> read(WireReader in) {
    List<Action> actions = new ArrayList<>();
    List<Action> later = new ArrayList<>();
    while (in.hasMore()) {
      int length = in.peek16(2);
      if (length < 8 || length % 8 != 0) {
        throw in.malformed("instruction length %d, not a multiple of 8".formatted(length));
      }
      WireReader known = in.lookAhead(length);
      int type = known.u16();
      known.skip(2);
      switch (type) {
        case APPLY_ACTIONS -> {
          known.skip(4);
          actions.addAll(ActionCodec.read(known));
          in.skip(length);
        }
        case GOTO_TABLE -> later.add(readGoto(known, in, length));
        case WRITE_METADATA -> {
          known.skip(4);
          later.add(new WriteMetadata(known.u64(), known.u64()));
          in.skip(length);
        }
        case WRITE_ACTIONS -> {
          known.skip(4);
          later.add(new WriteActions(ActionCodec.read(known)));
          in.skip(length);
        }
        case CLEAR_ACTIONS -> {
          later.add(new ClearActions());
          in.skip(length);
        }
        default -> later.add(new Opaque(Opaque.Kind.INSTRUCTION, in.bytes(length)));
      }
    }
    actions.addAll(later);
    return actions;
  }

  private static Action readGoto(WireReader known, WireReader in, int length) {
    int table = known.u8();
    if (table < 1 || table > 254) {
      return new Opaque(Opaque.Kind.INSTRUCTION, in.bytes(length));
    }
    in.skip(length);
    return new GotoTable(table);
  }
}
