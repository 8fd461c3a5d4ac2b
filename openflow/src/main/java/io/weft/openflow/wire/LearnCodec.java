package io.weft.openflow.wire;

import io.weft.openflow.action.Learn;
import io.weft.openflow.action.Learn.Spec;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `learn` action (ovs-actions(7)): the older form, and the newer where a limit is set.
///
/// After the fixed part come specifications, each with a header of 16 bits: bit 13 says that the
/// source is a value and not a field, bits 12 and 11 what becomes of it (match 0, load 1,
/// output 2), bits 9 to 0 how many bits. A zero header is padding.
final class LearnCodec {

  private static final int SEND_FLOW_REMOVED = 1;
  private static final int DELETE_LEARNED = 2;
  private static final int WRITE_RESULT = 4;

  private static final int VALUE = 1 << 13;
  private static final int LOAD = 1 << 11;
  private static final int OUTPUT = 2 << 11;

  private LearnCodec() {}

  static void write(Learn learn, WireWriter out) {
    boolean limited = learn.limit() != 0 || learn.limitResult().isPresent();
    int start = NiciraActionCodec.begin(limited ? Nicira.LEARN2 : Nicira.LEARN, out);
    out.u16(learn.timeouts().idle());
    out.u16(learn.timeouts().hard());
    out.u16(learn.priority());
    out.u64(learn.cookie());
    out.u16(
        (learn.sendFlowRemoved() ? SEND_FLOW_REMOVED : 0)
            | (learn.deleteLearned() ? DELETE_LEARNED : 0)
            | (learn.limitResult().isPresent() ? WRITE_RESULT : 0));
    out.u8(learn.table());
    out.u8(0);
    out.u16(learn.timeouts().finIdle());
    out.u16(learn.timeouts().finHard());
    if (limited) {
      out.u32((int) learn.limit());
      out.u16(learn.limitResult().map(BitRange::offset).orElse(0));
      out.u16(0);
      if (learn.limitResult().isPresent()) {
        out.u32(Oxm.niciraHeader(learn.limitResult().get().field()));
      }
    }
    for (Spec spec : learn.specs()) {
      write(spec, out);
    }
    NiciraActionCodec.end(start, out);
  }

  private static void write(Spec spec, WireWriter out) {
    switch (spec) {
      case Spec.MatchField(BitRange source, BitRange destination) -> {
        out.u16(source.length());
        write(source, out);
        write(destination, out);
      }
      case Spec.MatchValue(BitRange destination, Bits value) -> {
        out.u16(VALUE | destination.length());
        write(value, destination.length(), out);
        write(destination, out);
      }
      case Spec.LoadField(BitRange source, BitRange destination) -> {
        out.u16(LOAD | source.length());
        write(source, out);
        write(destination, out);
      }
      case Spec.LoadValue(Bits value, BitRange destination) -> {
        out.u16(VALUE | LOAD | destination.length());
        write(value, destination.length(), out);
        write(destination, out);
      }
      case Spec.OutputTo(BitRange source) -> {
        out.u16(OUTPUT | source.length());
        write(source, out);
      }
    }
  }

  private static void write(BitRange range, WireWriter out) {
    out.u32(Oxm.niciraHeader(range.field()));
    out.u16(range.offset());
  }

  private static void write(Bits value, int bits, WireWriter out) {
    out.number(value.high(), value.low(), (bits + 15) / 16 * 2);
  }

  /// The action behind the subtype, which has been read.
  static Learn read(WireReader in, boolean limited) {
    int idle = in.u16();
    int hard = in.u16();
    int priority = in.u16();
    long cookie = in.u64();
    int flags = in.u16();
    UnknownPartException.unless(
        (flags & ~(SEND_FLOW_REMOVED | DELETE_LEARNED | WRITE_RESULT)) == 0);
    int table = in.u8();
    in.skip(1);
    var timeouts = new Learn.Timeouts(idle, hard, in.u16(), in.u16());
    long limit = 0;
    Optional<BitRange> result = Optional.empty();
    if (limited) {
      limit = Integer.toUnsignedLong(in.u32());
      int offset = in.u16();
      in.skip(2);
      if ((flags & WRITE_RESULT) != 0) {
        result = Optional.of(Oxm.range(Oxm.known(in), offset, 1));
      }
      UnknownPartException.unless(limit != 0 || result.isPresent());
    }
    return new Learn(
        table,
        priority,
        cookie,
        timeouts,
        (flags & SEND_FLOW_REMOVED) != 0,
        (flags & DELETE_LEARNED) != 0,
        limit,
        result,
        readSpecs(in));
  }

  private static List<Spec> readSpecs(WireReader in) {
    List<Spec> specs = new ArrayList<>();
    while (in.remaining() >= 2) {
      int header = in.u16();
      if (header == 0) {
        break;
      }
      specs.add(readSpec(header, in));
    }
    return specs;
  }

  private static Spec readSpec(int header, WireReader in) {
    int bits = header & 0x3ff;
    return switch (header & ~0x3ff) {
      case 0 -> new Spec.MatchField(readRange(bits, in), readRange(bits, in));
      case VALUE -> {
        Bits value = readValue(bits, in);
        yield new Spec.MatchValue(readRange(bits, in), value);
      }
      case LOAD -> new Spec.LoadField(readRange(bits, in), readRange(bits, in));
      case VALUE | LOAD -> new Spec.LoadValue(readValue(bits, in), readRange(bits, in));
      case OUTPUT -> new Spec.OutputTo(readRange(bits, in));
      default -> throw new UnknownPartException();
    };
  }

  private static BitRange readRange(int bits, WireReader in) {
    var field = Oxm.known(in);
    return Oxm.range(field, in.u16(), bits);
  }

  private static Bits readValue(int bits, WireReader in) {
    UnknownPartException.unless(bits <= 128);
    return Oxm.bits(in, (bits + 15) / 16 * 2);
  }
}
