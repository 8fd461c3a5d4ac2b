package io.weft.openflow.action;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import java.util.List;

/// One step of what a flow does (ovs-actions(7), whose names these are).
///
/// OpenFlow tells actions from instructions; a flow here has one list of both, as the `ovs-ofctl`
/// syntax has, instructions in the order in which OpenFlow executes them: [Meter], the actions,
/// [ClearActions], [WriteActions], [WriteMetadata], [GotoTable]. The empty list drops the packet.
public sealed interface Action
    permits Action.Output,
        Action.OutputField,
        Action.SetField,
        Action.CopyField,
        Action.Resubmit,
        Action.CtClear,
        Action.Conjunction,
        Action.ToGroup,
        Action.DecTtl,
        Action.Clone,
        Action.CheckPktLarger,
        Action.Note,
        Action.Meter,
        Action.ClearActions,
        Action.WriteActions,
        Action.WriteMetadata,
        Action.GotoTable,
        Action.Opaque,
        Controller,
        Ct,
        Learn {

  /// Whether OpenFlow calls this an instruction.
  default boolean isInstruction() {
    return switch (this) {
      case Meter _, ClearActions _, WriteActions _, WriteMetadata _, GotoTable _ -> true;
      case Opaque opaque -> opaque.kind() == Opaque.Kind.INSTRUCTION;
      case Output _,
          OutputField _,
          SetField _,
          CopyField _,
          Resubmit _,
          Ct _,
          CtClear _,
          Conjunction _,
          Learn _,
          ToGroup _,
          Controller _,
          DecTtl _,
          Clone _,
          CheckPktLarger _,
          Note _ ->
          false;
    };
  }

  /// Sends the packet to a port.
  ///
  /// @param port an ofport, [OfPort#IN_PORT], [OfPort#LOCAL] or another reserved port
  /// @param maxLength how many bytes go to [OfPort#CONTROLLER], 65535 for all; 0 for other ports
  record Output(OfPort port, int maxLength) implements Action {
    public Output {
      Range.check("output max_len", maxLength, 0, 65535);
      if (maxLength != 0 && !port.equals(OfPort.CONTROLLER)) {
        throw new IllegalArgumentException(
            "output to %s takes no max_len, not %d".formatted(port, maxLength));
      }
    }

    public static Output to(OfPort port) {
      return new Output(port, port.equals(OfPort.CONTROLLER) ? 65535 : 0);
    }

    public static Output to(int port) {
      return to(new OfPort(port));
    }
  }

  /// Sends the packet to the port whose number stands in the bits, all of it.
  record OutputField(BitRange source) implements Action {}

  /// Sets the bits of a field under a mask.
  ///
  /// @param field which field
  /// @param value the new bits; bits outside the mask are cleared
  /// @param mask which bits change; all for the whole field
  record SetField(Field field, Bits value, Bits mask) implements Action {
    public SetField {
      if (mask.isZero() || !mask.fits(field.bits()) || !value.fits(field.bits())) {
        throw new IllegalArgumentException(
            "set_field %s/%s for %s, which has %d bits"
                .formatted(value, mask, field, field.bits()));
      }
      value = value.and(mask);
    }

    public static SetField of(Field field, long value) {
      return of(field, Bits.of(value));
    }

    public static SetField of(Field field, Bits value) {
      return new SetField(field, value, field.ones());
    }

    public static SetField of(Field field, MacAddress address) {
      return of(field, Bits.of(address));
    }

    public static SetField of(Field field, IpAddress address) {
      return of(field, Bits.of(address));
    }

    /// Sets the bits of the range, what `load` does.
    public static SetField of(BitRange range, long value) {
      return of(range, Bits.of(value));
    }

    public static SetField of(BitRange range, Bits value) {
      return new SetField(range.field(), range.place(value), range.mask());
    }

    public boolean isWhole() {
      return mask.equals(field.ones());
    }
  }

  /// Copies bits to as many other bits (`move` in text).
  record CopyField(BitRange source, BitRange destination) implements Action {
    public CopyField {
      if (source.length() != destination.length()) {
        throw new IllegalArgumentException(
            "copy of %s to %s: different lengths".formatted(source, destination));
      }
    }

    /// Copies the whole of one field to another of the same width.
    public static CopyField of(Field source, Field destination) {
      return new CopyField(BitRange.of(source), BitRange.of(destination));
    }
  }

  /// Looks the packet up in a table and goes on here afterwards.
  ///
  /// @param port as if it came from this port; [OfPort#IN_PORT] for its own
  /// @param table 0 to 254, or [#CURRENT_TABLE]
  /// @param conntrack whether the match sees the connection's original tuple
  record Resubmit(OfPort port, int table, boolean conntrack) implements Action {
    public static final int CURRENT_TABLE = 255;

    public Resubmit {
      Range.check("resubmit table", table, 0, 255);
    }

    public static Resubmit toTable(int table) {
      return new Resubmit(OfPort.IN_PORT, table, false);
    }
  }

  /// Forgets the packet's connection tracking state.
  record CtClear() implements Action {}

  /// One dimension of a conjunctive match; a flow has only these, or notes, beside them.
  ///
  /// @param id the conjunction, 32 bits unsigned
  /// @param clause which dimension, counted from 1
  /// @param of how many dimensions, 2 to 64
  record Conjunction(long id, int clause, int of) implements Action {
    public Conjunction {
      Range.check("conjunction id", id, 0, 0xffff_ffffL);
      Range.check("conjunction dimensions", of, 2, 64);
      Range.check("conjunction clause", clause, 1, of);
    }

    // Written out, for there are many: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Conjunction conjunction
          && id == conjunction.id
          && clause == conjunction.clause
          && of == conjunction.of;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * Long.hashCode(id) + clause) + of;
    }
  }

  /// Hands the packet to a group (`group` in text).
  ///
  /// @param id 0 to 0xffffff00
  record ToGroup(long id) implements Action {
    public ToGroup {
      Range.check("group id", id, 0, 0xffff_ff00L);
    }
  }

  /// Takes one from the TTL or hop limit; a packet for which none is left ends here.
  record DecTtl() implements Action {}

  /// Does the actions on a copy.
  record Clone(List<Action> actions) implements Action {
    public Clone {
      actions = List.copyOf(actions);
    }
  }

  /// Sets a bit to whether the packet, with its Ethernet header, is longer.
  ///
  /// @param length in bytes, 0 to 65535
  /// @param destination one bit
  record CheckPktLarger(int length, BitRange destination) implements Action {
    public CheckPktLarger {
      Range.check("check_pkt_larger length", length, 0, 65535);
      if (destination.length() != 1) {
        throw new IllegalArgumentException("check_pkt_larger sets one bit, not " + destination);
      }
    }
  }

  /// Does nothing; bytes for the reader of a dump.
  ///
  /// @param content 6 + 8n bytes; zeros are added to make it so, as Open vSwitch does
  record Note(Bytes content) implements Action {
    public Note {
      int missing = Math.floorMod(6 - content.length(), 8);
      content = missing == 0 ? content : content.plus(Bytes.of(new byte[missing]));
    }
  }

  /// Instruction: passes the packet through a meter.
  ///
  /// @param id 1 to 0xffff0000
  record Meter(long id) implements Action {
    public Meter {
      Range.check("meter id", id, 1, 0xffff_0000L);
    }
  }

  /// Instruction: empties the packet's action set.
  record ClearActions() implements Action {}

  /// Instruction: adds to the packet's action set.
  record WriteActions(List<Action> actions) implements Action {
    public WriteActions {
      actions = List.copyOf(actions);
    }
  }

  /// Instruction: sets the bits of the metadata field under the mask.
  record WriteMetadata(long value, long mask) implements Action {
    public WriteMetadata {
      value &= mask;
    }
  }

  /// Instruction: goes on in a later table.
  ///
  /// @param table 1 to 254
  record GotoTable(int table) implements Action {
    public GotoTable {
      Range.check("goto_table", table, 1, 254);
    }
  }

  /// An action or instruction that is none of the others, as it is on the wire, header included.
  record Opaque(Kind kind, Bytes content) implements Action {
    /// Which of the two it is.
    public enum Kind {
      ACTION,
      INSTRUCTION
    }
  }
}
