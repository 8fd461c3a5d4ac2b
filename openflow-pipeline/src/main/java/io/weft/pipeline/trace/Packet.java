package io.weft.pipeline.trace;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/// A packet with its metadata: the value of every field, zero where the packet has none.
///
/// Immutable; every `with` gives a changed copy. The long registers are views of `reg0` to `reg15`, and
/// the port of 16 bits is one of `in_port`.
public final class Packet {

  private static final Packet EMPTY = new Packet(new EnumMap<>(Field.class));

  private final EnumMap<Field, Bits> values; // without zeros, without long registers

  private Packet(EnumMap<Field, Bits> values) {
    this.values = values;
  }

  /// A packet of which every field is zero.
  public static Packet empty() {
    return EMPTY;
  }

  /// The packet whose fields have the values of the match, and zeros where it says nothing: a packet
  /// written as a flow, as `ofproto/trace` takes it.
  public static Packet of(Match match) {
    Packet packet = empty();
    for (FieldMatch field : match.fields()) {
      packet = packet.with(field.field(), field.value());
    }
    return packet;
  }

  public Bits value(Field field) {
    if (field == Field.IN_PORT_16) {
      return value(Field.IN_PORT).and(Bits.ones(16));
    }
    int parts = registerParts(field);
    if (parts == 1) {
      return values.getOrDefault(field, Bits.ZERO);
    }
    Bits value = Bits.ZERO;
    int first = parts * registerIndex(field);
    for (int i = 0; i < parts; i++) {
      value = value.shiftLeft(32).or(values.getOrDefault(Field.reg(first + i), Bits.ZERO));
    }
    return value;
  }

  public Bits value(BitRange range) {
    return range.extract(value(range.field()));
  }

  public Packet with(Field field, Bits value) {
    if (field == Field.IN_PORT_16) {
      return with(
          Field.IN_PORT, Integer.toUnsignedLong(OfPort.ofShort((int) value.low()).number()));
    }
    EnumMap<Field, Bits> next = values.clone();
    int parts = registerParts(field);
    if (parts == 1) {
      put(next, field, value);
    } else {
      int first = parts * registerIndex(field);
      for (int i = 0; i < parts; i++) {
        Bits part = value.shiftRight(32 * (parts - 1 - i)).and(Bits.ones(32));
        put(next, Field.reg(first + i), part);
      }
    }
    return new Packet(next);
  }

  private static void put(EnumMap<Field, Bits> values, Field field, Bits value) {
    if (value.isZero()) {
      values.remove(field);
    } else {
      values.put(field, value);
    }
  }

  public Packet with(Field field, long value) {
    return with(field, Bits.of(value));
  }

  public Packet with(Field field, IpAddress address) {
    return with(field, Bits.of(address));
  }

  public Packet masked(Field field, Bits value, Bits mask) {
    return with(field, value(field).and(mask.not()).or(value.and(mask)));
  }

  public Packet with(BitRange range, Bits value) {
    return masked(range.field(), range.place(value), range.mask());
  }

  /// Whether the field's bits under the mask have the value.
  boolean matches(FieldMatch match) {
    return value(match.field()).and(match.mask()).equals(match.value());
  }

  /// How many of `reg0` to `reg15` the field is made of; 1 for every other field.
  private static int registerParts(Field field) {
    return switch (field) {
      case XREG0, XREG1, XREG2, XREG3, XREG4, XREG5, XREG6, XREG7 -> 2;
      case XXREG0, XXREG1, XXREG2, XXREG3 -> 4;
      default -> 1;
    };
  }

  private static int registerIndex(Field field) {
    return field.number() - (field.bits() == 64 ? Field.XREG0 : Field.XXREG0).number();
  }

  /// The family of the IP packet; empty if it is none.
  public Optional<IpFamily> family() {
    return switch ((int) value(Field.ETH_TYPE).low()) {
      case 0x0800 -> Optional.of(IpFamily.IPV4);
      case 0x86dd -> Optional.of(IpFamily.IPV6);
      default -> Optional.empty();
    };
  }

  /// The source address.
  ///
  /// @throws IllegalStateException if this is not an IP packet
  public IpAddress source() {
    return address(Field.IPV4_SRC, Field.IPV6_SRC);
  }

  /// The destination address.
  ///
  /// @throws IllegalStateException if this is not an IP packet
  public IpAddress destination() {
    return address(Field.IPV4_DST, Field.IPV6_DST);
  }

  private IpAddress address(Field ipv4, Field ipv6) {
    return switch (family().orElseThrow(() -> new IllegalStateException("not IP: " + this))) {
      case IPV4 -> IpAddress.ofIpv4((int) value(ipv4).low());
      case IPV6 -> IpAddress.ofIpv6(value(ipv6).high(), value(ipv6).low());
    };
  }

  /// The fields that are not zero, in the order of [Field].
  public List<FieldMatch> fields() {
    return values.entrySet().stream()
        .map(entry -> FieldMatch.exact(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packet packet && values.equals(packet.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return fields().toString();
  }
}
