package io.weft.openflow.wire;

import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.CheckPktLarger;
import io.weft.openflow.action.Action.Clone;
import io.weft.openflow.action.Action.Conjunction;
import io.weft.openflow.action.Action.CtClear;
import io.weft.openflow.action.Action.Note;
import io.weft.openflow.action.Action.OutputField;
import io.weft.openflow.action.Action.Resubmit;
import io.weft.openflow.match.OfPort;

/// The shorter of Nicira's actions (ovs-actions(7)).
///
/// ```
/// 0xffff (16) | length (16) | 0x00002320 (32) | subtype (16) | ...
/// ```
final class NiciraActionCodec {

  private NiciraActionCodec() {}

  /// Begins an action; [#end] ends it.
  static int begin(int subtype, WireWriter out) {
    int start = out.size();
    out.u16(0xffff);
    out.u16(0); // length, with the padding
    out.u32(Nicira.VENDOR);
    out.u16(subtype);
    return start;
  }

  static void end(int start, WireWriter out) {
    out.pad8(start);
    out.length16(start + 2, start);
  }

  static void write(Action action, WireWriter out) {
    switch (action) {
      case OutputField output -> {
        int start = begin(Nicira.OUTPUT_REG, out);
        out.u16(offsetAndBits(output.source().offset(), output.source().length()));
        out.u32(Oxm.niciraHeader(output.source().field()));
        out.u16(0xffff); // max_len
        end(start, out);
      }
      case Resubmit resubmit -> {
        int subtype = resubmit.conntrack() ? Nicira.RESUBMIT_TABLE_CT : Nicira.RESUBMIT_TABLE;
        int start = begin(subtype, out);
        out.u16(resubmit.port().toShort());
        out.u8(resubmit.table());
        end(start, out);
      }
      case CtClear _ -> end(begin(Nicira.CT_CLEAR, out), out);
      case Conjunction conjunction -> {
        int start = begin(Nicira.CONJUNCTION, out);
        out.u8(conjunction.clause() - 1);
        out.u8(conjunction.of());
        out.u32((int) conjunction.id());
        end(start, out);
      }
      case Clone clone -> {
        int start = begin(Nicira.CLONE, out);
        out.zeros(6);
        ActionCodec.write(clone.actions(), out);
        end(start, out);
      }
      case CheckPktLarger check -> {
        int start = begin(Nicira.CHECK_PKT_LARGER, out);
        out.u16(check.length());
        out.u16(check.destination().offset());
        out.u32(Oxm.niciraHeader(check.destination().field()));
        end(start, out);
      }
      case Note note -> {
        int start = begin(Nicira.NOTE, out);
        out.bytes(note.content());
        end(start, out);
      }
      default -> throw new IllegalStateException("not one of the shorter actions: " + action);
    }
  }

  /// 10 bits offset, 6 bits number of bits less one.
  static int offsetAndBits(int offset, int bits) {
    if (bits > 64) {
      throw new IllegalArgumentException("at most 64 bits fit this action, not " + bits);
    }
    return offset << 6 | bits - 1;
  }

  /// The action behind the subtype, which has been read.
  static Action read(int subtype, WireReader in) {
    return switch (subtype) {
      case Nicira.OUTPUT_REG -> {
        int bits = in.u16();
        var source = Oxm.range(Oxm.known(in), bits >>> 6, (bits & 0x3f) + 1);
        UnknownPartException.unless(in.u16() == 0xffff);
        yield new OutputField(source);
      }
      case Nicira.RESUBMIT -> {
        OfPort port = OfPort.ofShort(in.u16());
        yield new Resubmit(port, Resubmit.CURRENT_TABLE, false);
      }
      case Nicira.RESUBMIT_TABLE, Nicira.RESUBMIT_TABLE_CT -> {
        OfPort port = OfPort.ofShort(in.u16());
        yield new Resubmit(port, in.u8(), subtype == Nicira.RESUBMIT_TABLE_CT);
      }
      case Nicira.CT_CLEAR -> new CtClear();
      case Nicira.CONJUNCTION -> {
        int clause = in.u8() + 1;
        int of = in.u8();
        yield new Conjunction(Integer.toUnsignedLong(in.u32()), clause, of);
      }
      case Nicira.CLONE -> {
        in.skip(6);
        yield new Clone(ActionCodec.read(in));
      }
      case Nicira.CHECK_PKT_LARGER -> {
        int length = in.u16();
        int offset = in.u16();
        yield new CheckPktLarger(length, Oxm.range(Oxm.known(in), offset, 1));
      }
      case Nicira.NOTE -> new Note(in.rest());
      default -> throw new UnknownPartException();
    };
  }
}
