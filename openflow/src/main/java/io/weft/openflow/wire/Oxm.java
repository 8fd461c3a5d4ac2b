package io.weft.openflow.wire;

import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import org.jspecify.annotations.Nullable;

/// Fields as OXM type-length-values (OpenFlow 1.5.1 §7.2.3.2), driven by the table [Field].
///
/// ```
/// class (16) | field (7) | has mask (1) | length (8) | value | mask
/// ```
final class Oxm {

  private static final int[] HEADERS = new int[Field.values().length];
  private static final int[] NICIRA_HEADERS = new int[HEADERS.length];
  private static final @Nullable Field[][] FIELDS = new Field[5][128];

  static {
    for (Field field : Field.values()) {
      HEADERS[Numbers.of(field)] =
          field.oxmClass().code() << 16 | field.number() << 9 | field.bytes();
      NICIRA_HEADERS[Numbers.of(field)] =
          field.nxmClass().code() << 16 | field.nxmNumber() << 9 | field.bytes();
      FIELDS[slot(field.oxmClass().code())][field.number()] = field;
    }
    older(0x0000, 1, Field.ETH_DST, Field.ETH_SRC, Field.ETH_TYPE);
    older(0x0000, 6, Field.IP_PROTO, Field.IPV4_SRC, Field.IPV4_DST);
    older(0x0000, 9, Field.TCP_SRC, Field.TCP_DST, Field.UDP_SRC, Field.UDP_DST);
    older(0x0000, 13, Field.ICMP4_TYPE, Field.ICMP4_CODE);
    older(0x0000, 15, Field.ARP_OP, Field.ARP_SPA, Field.ARP_TPA);
    older(0x0001, 16, Field.TUN_ID, Field.ARP_SHA, Field.ARP_THA);
    older(0x0001, 19, Field.IPV6_SRC, Field.IPV6_DST, Field.ICMP6_TYPE, Field.ICMP6_CODE);
    older(0x0001, 23, Field.ND_TARGET, Field.ND_SLL, Field.ND_TLL);
    older(0x0001, 27, Field.IPV6_LABEL, Field.IP_ECN);
    older(0x0001, 34, Field.TCP_FLAGS);
  }

  /// Nicira's numbers of fields that OpenFlow numbers too. Open vSwitch answers with these inside
  /// its own actions, whatever it was sent (ovs-fields(7) gives both).
  private static void older(int oxmClass, int first, Field... fields) {
    for (int i = 0; i < fields.length; i++) {
      FIELDS[slot(oxmClass)][first + i] = fields[i];
    }
  }

  private Oxm() {}

  /// The header alone, as actions name a field.
  static int header(Field field) {
    return HEADERS[Numbers.of(field)];
  }

  /// The header alone, as Open vSwitch names a field in Nicira's actions.
  static int niciraHeader(Field field) {
    return NICIRA_HEADERS[Numbers.of(field)];
  }

  static void write(FieldMatch match, WireWriter out) {
    write(match.field(), match.value(), match.mask(), match.isExact(), out);
  }

  static void write(Field field, Bits value, Bits mask, boolean exact, WireWriter out) {
    int header = header(field);
    int length = header & 0xff;
    if (exact) {
      out.u32(header);
      out.number(value.high(), value.low(), length);
    } else {
      out.u32((header + length) | 1 << 8);
      out.number(value.high(), value.low(), length);
      out.number(mask.high(), mask.low(), length);
    }
  }

  /// One TLV; null if the field or its form is unknown, and then nothing is read.
  static @Nullable FieldMatch read(WireReader in) {
    int header = in.peek16(0) << 16 | in.peek16(2);
    boolean masked = (header & 1 << 8) != 0;
    int length = header & 0xff;
    Field field = field((header & 0xffff_fe00) + (masked ? length / 2 : length));
    if (field == null || length != (masked ? 2 : 1) * field.bytes()) {
      return null;
    }
    WireReader tlv = in.lookAhead(4 + length);
    tlv.skip(4);
    Bits value = bits(tlv, field.bytes());
    Bits mask = masked ? bits(tlv, field.bytes()) : field.ones();
    if (mask.isZero()
        || !mask.fits(field.bits())
        || !value.fits(field.bits())
        || !value.and(mask).equals(value)
        || (masked && (!field.maskable() || mask.equals(field.ones())))) {
      return null;
    }
    in.skip(4 + length);
    return new FieldMatch(field, value, mask);
  }

  /// The field with this header, without a mask; null if there is none.
  static @Nullable Field field(int header) {
    int slot = slot(header >>> 16);
    if (slot < 0) {
      return null;
    }
    Field field = FIELDS[slot][header >>> 9 & 0x7f];
    return field != null && field.bytes() == (header & 0x1ff) ? field : null;
  }

  private static int slot(int oxmClass) {
    return switch (oxmClass) {
      case 0x8000 -> 0;
      case 0x0001 -> 1;
      case 0x8001 -> 2;
      case 0x0000 -> 3;
      case 0x1000 -> 4;
      default -> -1;
    };
  }

  /// The field of a header that an action names.
  ///
  /// @throws UnknownPartException if there is none
  static Field known(WireReader in) {
    return known(in.u32());
  }

  static Field known(int header) {
    Field field = field(header);
    if (field == null) {
      throw new UnknownPartException();
    }
    return field;
  }

  /// Some bits of a field: offset and length as given.
  ///
  /// @throws UnknownPartException if the field has not so many
  static BitRange range(Field field, int offset, int length) {
    if (length < 1 || offset + length > field.bits()) {
      throw new UnknownPartException();
    }
    return new BitRange(field, offset, length);
  }

  static Bits bits(WireReader in, int count) {
    return count <= 8 ? Bits.of(in.number(count)) : new Bits(in.number(count - 8), in.number(8));
  }
}
