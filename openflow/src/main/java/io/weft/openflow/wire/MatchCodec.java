package io.weft.openflow.wire;

import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.List;

/// Matches (OpenFlow 1.5.1 §7.2.3).
///
/// A match is written in the form in which Open vSwitch lists it: fields in its order, which has
/// those first that others have as prerequisites, and two registers as one of 64 bits.
final class MatchCodec {

  private static final int OXM = 1;

  private static final Field[] LONG = new Field[8];

  private static final int[] RANKS = new int[Field.values().length];

  static {
    Field[] first = {
      Field.DP_HASH,
      Field.RECIRC_ID,
      Field.CONJ_ID,
      Field.IN_PORT,
      Field.ACTSET_OUTPUT,
      Field.ETH_SRC,
      Field.ETH_DST,
      Field.ETH_TYPE,
      Field.VLAN_VID,
      Field.VLAN_PCP,
      Field.IPV4_SRC,
      Field.IPV4_DST,
      Field.IPV6_SRC,
      Field.IPV6_DST,
      Field.IP_FRAG,
      Field.IP_DSCP,
      Field.IP_ECN,
      Field.IP_TTL,
      Field.IPV6_LABEL,
      Field.IP_PROTO,
      Field.TCP_SRC,
      Field.TCP_DST,
      Field.TCP_FLAGS,
      Field.UDP_SRC,
      Field.UDP_DST,
      Field.SCTP_SRC,
      Field.SCTP_DST,
      Field.ICMP4_TYPE,
      Field.ICMP4_CODE,
      Field.ICMP6_TYPE,
      Field.ICMP6_CODE,
      Field.ND_TARGET,
      Field.ND_SLL,
      Field.ND_TLL,
      Field.ARP_OP,
      Field.ARP_SPA,
      Field.ARP_TPA,
      Field.ARP_SHA,
      Field.ARP_THA,
      Field.TUN_ID,
      Field.TUN_SRC,
      Field.TUN_DST,
      Field.TUN_IPV6_SRC,
      Field.TUN_IPV6_DST
    };
    Field[] last = {
      Field.PKT_MARK,
      Field.CT_STATE,
      Field.CT_ZONE,
      Field.CT_MARK,
      Field.CT_LABEL,
      Field.CT_NW_SRC,
      Field.CT_IPV6_SRC,
      Field.CT_NW_DST,
      Field.CT_IPV6_DST,
      Field.CT_NW_PROTO,
      Field.CT_TP_SRC,
      Field.CT_TP_DST,
      Field.METADATA
    };
    for (int i = 0; i < first.length; i++) {
      RANKS[Numbers.of(first[i])] = i - first.length;
    }
    for (int i = 0; i < LONG.length; i++) {
      LONG[i] = Field.xreg(i);
    }
    for (int i = 0; i < 16; i++) {
      RANKS[Numbers.of(Field.reg(i))] = i;
    }
    for (int i = 0; i < last.length; i++) {
      RANKS[Numbers.of(last[i])] = 16 + i;
    }
  }

  private MatchCodec() {}

  static void write(Match match, WireWriter out) {
    int start = out.size();
    out.u16(OXM); // type
    out.u16(0); // length, without the padding
    writeFields(match, out);
    out.length16(start + 2, start);
    out.pad8(start);
  }

  /// The fields alone.
  static void writeFields(Match match, WireWriter out) {
    FieldMatch[] fields = inOrder(match.fields());
    for (int i = 0; i < fields.length; i++) {
      FieldMatch field = fields[i];
      if (!isRegister(field)) {
        Oxm.write(field, out);
      } else if (i + 1 < fields.length && arePair(field, fields[i + 1])) {
        writeRegisters(field, fields[++i], out);
      } else {
        writeRegister(field, out);
      }
    }
    if (!match.unknown().isEmpty()) {
      out.bytes(match.unknown());
    }
  }

  private static FieldMatch[] inOrder(List<FieldMatch> fields) {
    FieldMatch[] sorted = new FieldMatch[fields.size()];
    for (int i = 0; i < sorted.length; i++) {
      FieldMatch field = fields.get(i);
      int at = i;
      while (at > 0 && rank(sorted[at - 1]) > rank(field)) {
        sorted[at] = sorted[--at];
      }
      sorted[at] = field;
    }
    return sorted;
  }

  private static int rank(FieldMatch field) {
    return RANKS[Numbers.of(field.field())];
  }

  private static boolean isRegister(FieldMatch field) {
    return field.field().compareTo(Field.REG0) >= 0 && field.field().compareTo(Field.REG15) <= 0;
  }

  /// Whether these registers are the halves of one.
  private static boolean arePair(FieldMatch upper, FieldMatch lower) {
    return isRegister(lower)
        && upper.field().number() % 2 == 0
        && lower.field().number() == upper.field().number() + 1;
  }

  private static void writeRegisters(FieldMatch upper, FieldMatch lower, WireWriter out) {
    write(
        upper.field(),
        upper.value().low() << 32 | lower.value().low(),
        upper.mask().low() << 32 | lower.mask().low(),
        out);
  }

  private static void writeRegister(FieldMatch half, WireWriter out) {
    int shift = half.field().number() % 2 == 0 ? 32 : 0;
    write(half.field(), half.value().low() << shift, half.mask().low() << shift, out);
  }

  private static void write(Field half, long value, long mask, WireWriter out) {
    Oxm.write(LONG[half.number() / 2], Bits.of(value), Bits.of(mask), mask == -1, out);
  }

  static Match read(WireReader in) {
    int type = in.peek16(0);
    if (type != OXM) {
      throw in.malformed("match type %d, only OXM (1) is known".formatted(type));
    }
    WireReader match = in.structure(2, 4);
    int length = match.remaining();
    match.skip(4);
    Match result = readFields(match);
    in.skipPadding8(length);
    return result;
  }

  /// Fields up to the end of `in`.
  static Match readFields(WireReader in) {
    Match match = Match.any();
    while (in.hasMore()) {
      FieldMatch field = Oxm.read(in);
      if (field != null) {
        int offset = in.offset();
        try {
          match = match.with(field);
        } catch (IllegalArgumentException e) {
          throw new MalformedMessageException(offset, "match: " + e.getMessage());
        }
      } else {
        int length = in.peek16(2) & 0xff;
        match = match.withUnknown(in.bytes(4 + length));
      }
    }
    return match;
  }
}
