package io.weft.openflow.match;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Which packets a flow is for: some fields with the wanted values, all of them together.
///
/// Immutable and canonical: the fields stand in the order of [Field], values are masked, and the
/// long registers are split into `reg0` to `reg15` and the 16-bit port is widened, as Open vSwitch
/// does; so two matches are equal
/// exactly if they say the same. Every `with` method narrows the match and returns the result; it
/// throws [IllegalArgumentException] where the result could match nothing (the field already has
/// another value) or a value does not fit its field. Fields that [Field] does not know are kept as
/// their OXM bytes.
///
/// Small, for there are many: a byte and eight bytes per usual field.
public final class Match {

  private static final Match ANY = new Match(new byte[0], new long[0], Bytes.EMPTY);
  private static final int MASKED = 0x80;

  private final byte[] fields; // ordinals in ascending order, with MASKED where a mask is stored
  private final long[] words; // per field: value, then mask if MASKED; high word first if > 64 bits
  private final Bytes unknown;
  private final int hash;

  private Match(byte[] fields, long[] words, Bytes unknown) {
    this.fields = fields;
    this.words = words;
    this.unknown = unknown;
    this.hash = 31 * (31 * Arrays.hashCode(fields) + Arrays.hashCode(words)) + unknown.hashCode();
  }

  /// The match for every packet.
  public static Match any() {
    return ANY;
  }

  /// IPv4 packets.
  public static Match ipv4() {
    return Starters.IPV4;
  }

  /// IPv6 packets.
  public static Match ipv6() {
    return Starters.IPV6;
  }

  /// Packets of this family.
  public static Match ip(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4() : ipv6();
  }

  public static Match arp() {
    return Starters.ARP;
  }

  public static Match tcp(IpFamily family) {
    return family == IpFamily.IPV4 ? Starters.TCP4 : Starters.TCP6;
  }

  public static Match udp(IpFamily family) {
    return family == IpFamily.IPV4 ? Starters.UDP4 : Starters.UDP6;
  }

  public static Match sctp(IpFamily family) {
    return family == IpFamily.IPV4 ? Starters.SCTP4 : Starters.SCTP6;
  }

  public static Match icmp4() {
    return Starters.ICMP4;
  }

  public static Match icmp6() {
    return Starters.ICMP6;
  }

  /// Common beginnings, after the class of matches is complete.
  private static final class Starters {
    static final Match IPV4 = ANY.with(Field.ETH_TYPE, 0x0800);
    static final Match IPV6 = ANY.with(Field.ETH_TYPE, 0x86dd);
    static final Match ARP = ANY.with(Field.ETH_TYPE, 0x0806);
    static final Match TCP4 = IPV4.with(Field.IP_PROTO, 6);
    static final Match TCP6 = IPV6.with(Field.IP_PROTO, 6);
    static final Match UDP4 = IPV4.with(Field.IP_PROTO, 17);
    static final Match UDP6 = IPV6.with(Field.IP_PROTO, 17);
    static final Match SCTP4 = IPV4.with(Field.IP_PROTO, 132);
    static final Match SCTP6 = IPV6.with(Field.IP_PROTO, 132);
    static final Match ICMP4 = IPV4.with(Field.IP_PROTO, 1);
    static final Match ICMP6 = IPV6.with(Field.IP_PROTO, 58);
  }

  /// The conjunction of all of these.
  ///
  /// @throws IllegalArgumentException if they contradict each other
  public static Match of(Collection<FieldMatch> fields) {
    Match match = ANY;
    for (FieldMatch field : fields) {
      match = match.with(field);
    }
    return match;
  }

  /// The field has this value, read as unsigned.
  public Match with(Field field, long value) {
    return with(field, Bits.of(value));
  }

  public Match with(Field field, Bits value) {
    return with(FieldMatch.exact(field, value));
  }

  public Match with(Field field, MacAddress address) {
    checkWidth(field, 48, address);
    return with(field, Bits.of(address));
  }

  public Match with(Field field, IpAddress address) {
    checkWidth(field, address.family().bits(), address);
    return with(field, Bits.of(address));
  }

  /// The field lies in the block; the block of all addresses says nothing.
  public Match with(Field field, IpPrefix prefix) {
    checkWidth(field, prefix.family().bits(), prefix);
    return masked(field, Bits.of(prefix.network()), Bits.of(prefix.mask()));
  }

  public Match with(Field field, OfPort port) {
    return with(field, Integer.toUnsignedLong(port.number()));
  }

  /// The bits of the range have this value, right-aligned.
  public Match with(BitRange range, long value) {
    return with(range, Bits.of(value));
  }

  public Match with(BitRange range, Bits value) {
    return masked(range.field(), range.place(value), range.mask());
  }

  /// The named flags are set (`+`) or clear (`-`): `"+trk-new"` of `ct_state` or `tcp_flags`.
  ///
  /// @throws IllegalArgumentException also if the field has no such flag
  public Match withFlags(Field field, String flags) {
    return with(Flags.parse(field, flags));
  }

  /// Frames without a VLAN tag.
  public Match untagged() {
    return masked(Field.VLAN_VID, Bits.ZERO, Bits.of(0x1000));
  }

  /// The bits of the field under the mask have this value; a mask of zero says nothing.
  public Match masked(Field field, Bits value, Bits mask) {
    return mask.isZero() ? this : with(new FieldMatch(field, value, mask));
  }

  public Match masked(Field field, long value, long mask) {
    return masked(field, Bits.of(value), Bits.of(mask));
  }

  private static void checkWidth(Field field, int bits, Object value) {
    if (field.bits() != bits) {
      throw new IllegalArgumentException(
          "%s has %d bits, %s has %d".formatted(field, field.bits(), value, bits));
    }
  }

  public Match with(FieldMatch added) {
    Field field = added.field();
    if (field.isLongRegister()) {
      return withRegisters(added);
    }
    if (field == Field.IN_PORT_16) {
      return with(Field.IN_PORT, OfPort.ofShort((int) added.value().low()));
    }
    FieldMatch present = find(field);
    return present == null ? insert(added) : remove(field).insert(both(present, added));
  }

  private Match withRegisters(FieldMatch added) {
    boolean wide = added.field().bits() == 128;
    int parts = wide ? 4 : 2;
    int first = parts * added.field().number() - (wide ? parts * Field.XXREG0.number() : 0);
    Match match = this;
    for (int i = 0; i < parts; i++) {
      int shift = 32 * (parts - 1 - i);
      long value = added.value().shiftRight(shift).low() & 0xffff_ffffL;
      long mask = added.mask().shiftRight(shift).low() & 0xffff_ffffL;
      match = match.masked(Field.reg(first + i), Bits.of(value), Bits.of(mask));
    }
    return match;
  }

  private static FieldMatch both(FieldMatch a, FieldMatch b) {
    Bits common = a.mask().and(b.mask());
    if (!a.value().and(common).equals(b.value().and(common))) {
      throw new IllegalArgumentException("contradiction: %s and %s".formatted(a, b));
    }
    return new FieldMatch(a.field(), a.value().or(b.value()), a.mask().or(b.mask()));
  }

  /// What both say together.
  ///
  /// @throws IllegalArgumentException if nothing can match both
  public Match and(Match other) {
    Match match = other.unknown.isEmpty() ? this : withUnknown(other.unknown);
    for (FieldMatch field : other.fields()) {
      match = match.with(field);
    }
    return match;
  }

  /// With OXM TLVs of fields that [Field] does not know, as they are on the wire.
  public Match withUnknown(Bytes tlvs) {
    return new Match(fields, words, unknown.plus(tlvs));
  }

  /// Without the field.
  public Match without(Field field) {
    return find(field) == null ? this : remove(field);
  }

  /// The fields, in the order of [Field]; a view, its elements made on demand.
  public List<FieldMatch> fields() {
    return new Fields();
  }

  /// What the match says about the field; empty if nothing.
  public Optional<FieldMatch> field(Field field) {
    return Optional.ofNullable(find(field));
  }

  /// The value of the field, where the match fixes all of its bits.
  public Optional<Bits> exact(Field field) {
    return field(field).filter(FieldMatch::isExact).map(FieldMatch::value);
  }

  /// Whether the match fixes the whole field to this value.
  public boolean has(Field field, long value) {
    int word = 0;
    for (byte code : fields) {
      if (code == code(field)) { // without a mask
        boolean wide = field.bits() > 64;
        return words[wide ? word + 1 : word] == value && !(wide && words[word] != 0);
      }
      word += size(code);
    }
    return false;
  }

  /// The first field that asks for more than the match says ([Prerequisite]); empty if all have what
  /// they need.
  public Optional<FieldMatch> wanting() {
    int word = 0;
    for (byte code : fields) {
      if (!decode(code).prerequisite().isMetBy(this)) {
        return Optional.of(read(code, word));
      }
      word += size(code);
    }
    return Optional.empty();
  }

  /// The OXM TLVs of fields that [Field] does not know; mostly none.
  public Bytes unknown() {
    return unknown;
  }

  public boolean isAny() {
    return fields.length == 0 && unknown.isEmpty();
  }

  private @Nullable FieldMatch find(Field field) {
    int word = 0;
    for (byte code : fields) {
      if ((code & 0x7f) == code(field)) {
        return read(code, word);
      }
      word += size(code);
    }
    return null;
  }

  private static final Field[] FIELDS = Field.values();

  @SuppressWarnings("EnumOrdinal") // never leaves this class: the order of Field is the order here
  private static int code(Field field) {
    return field.ordinal();
  }

  private static Field decode(byte code) {
    return FIELDS[code & 0x7f];
  }

  private static int size(byte code) {
    int words = decode(code).bits() > 64 ? 2 : 1;
    return (code & MASKED) == 0 ? words : 2 * words;
  }

  private FieldMatch read(byte code, int word) {
    Field field = decode(code);
    int step = field.bits() > 64 ? 2 : 1;
    Bits value = bits(word, step);
    return (code & MASKED) == 0
        ? FieldMatch.exact(field, value)
        : new FieldMatch(field, value, bits(word + step, step));
  }

  private Bits bits(int word, int step) {
    return step == 1 ? Bits.of(words[word]) : new Bits(words[word], words[word + 1]);
  }

  private Match insert(FieldMatch added) {
    int at = 0;
    int word = 0;
    while (at < fields.length && (fields[at] & 0x7f) < code(added.field())) {
      word += size(fields[at++]);
    }
    boolean exact = added.isExact();
    byte code = (byte) (code(added.field()) | (exact ? 0 : MASKED));
    byte[] newFields = new byte[fields.length + 1];
    System.arraycopy(fields, 0, newFields, 0, at);
    newFields[at] = code;
    System.arraycopy(fields, at, newFields, at + 1, fields.length - at);
    long[] newWords = new long[words.length + size(code)];
    System.arraycopy(words, 0, newWords, 0, word);
    int end = put(newWords, word, added.field(), added.value());
    if (!exact) {
      end = put(newWords, end, added.field(), added.mask());
    }
    System.arraycopy(words, word, newWords, end, words.length - word);
    return new Match(newFields, newWords, unknown);
  }

  private static int put(long[] words, int at, Field field, Bits bits) {
    int next = at;
    if (field.bits() > 64) {
      words[next++] = bits.high();
    }
    words[next++] = bits.low();
    return next;
  }

  private Match remove(Field field) {
    Match match = new Match(new byte[0], new long[0], unknown);
    for (FieldMatch present : fields()) {
      match = present.field() == field ? match : match.insert(present);
    }
    return match;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Match match
        && hash == match.hash
        && Arrays.equals(fields, match.fields)
        && Arrays.equals(words, match.words)
        && unknown.equals(match.unknown);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    String rest = unknown.isEmpty() ? "" : " unknown " + unknown;
    return fields() + rest;
  }

  private final class Fields extends AbstractList<FieldMatch> implements RandomAccess {

    @Override
    public FieldMatch get(int index) {
      int word = 0;
      for (int i = 0; i < index; i++) {
        word += Match.size(fields[i]);
      }
      return read(fields[index], word);
    }

    @Override
    public int size() {
      return fields.length;
    }
  }
}
