package io.weft.openflow.text;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Flags;
import io.weft.openflow.match.OfPort;
import java.util.List;
import java.util.Map;

/// Values of fields, and bit ranges.
final class FieldText {

  private static final Map<String, Masked> FRAGMENTS =
      Map.of(
          "no", Masked.exact(Field.IP_FRAG, Bits.ZERO),
          "first", Masked.exact(Field.IP_FRAG, Bits.ONE),
          "later", Masked.exact(Field.IP_FRAG, Bits.of(3)),
          "yes", new Masked(Field.IP_FRAG, Bits.ONE, Bits.ONE),
          "not_later", new Masked(Field.IP_FRAG, Bits.ZERO, Bits.of(2)));

  /// Bits of ct_state beyond these do not exist, so a mask of these is as good as a full one.
  private static final Bits CT_STATE_ONES = Bits.ones(8);

  private FieldText() {}

  /// The value, with the mask after a slash where there is one, in the field's own format.
  static String print(Masked match, Names names) {
    Field field = match.field();
    Bits value = match.value();
    return switch (field.format()) {
      case DECIMAL -> value.isZero() ? "0" + slash(match) : decimal(value) + slash(match);
      case HEXADECIMAL -> Numbers.hex(value) + slash(match);
      case ETHERNET -> mac(value) + (match.isExact() ? "" : "/" + mac(match.mask()));
      case IPV4_ADDRESS -> masked(match, IpAddress.ofIpv4((int) value.low()));
      case IPV6_ADDRESS -> masked(match, IpAddress.ofIpv6(value.high(), value.low()));
      case PORT -> match.isExact() ? names.port(port(field, value)) : decimal(value) + slash(match);
      case FRAGMENT -> fragment(match);
      case FLAGS -> flags(match);
    };
  }

  private static OfPort port(Field field, Bits value) {
    return field.bits() == 16 ? OfPort.ofShort((int) value.low()) : new OfPort((int) value.low());
  }

  private static String slash(Masked match) {
    return match.isExact() ? "" : "/" + Numbers.hex(match.mask());
  }

  static String decimal(Bits value) {
    return Long.toUnsignedString(value.low());
  }

  private static String mac(Bits value) {
    return new MacAddress(value.low()).toString();
  }

  private static String masked(Masked match, IpAddress address) {
    if (match.isExact()) {
      return ip(address);
    }
    Bits zeros = match.mask().xor(match.field().ones());
    boolean prefix = zeros.bitLength() == zeros.bitCount();
    if (prefix) {
      return ip(address) + "/" + match.mask().bitCount();
    }
    Bits mask = match.mask();
    return ip(address)
        + "/"
        + ip(
            address.isIpv4()
                ? IpAddress.ofIpv4((int) mask.low())
                : IpAddress.ofIpv6(mask.high(), mask.low()));
  }

  /// As `inet_ntop` prints: the deprecated IPv4-compatible addresses end in dotted decimal.
  static String ip(IpAddress address) {
    boolean compatible =
        address.isIpv6()
            && address.high() == 0
            && address.low() >>> 32 == 0
            && address.low() >>> 16 != 0;
    return compatible ? "::" + IpAddress.ofIpv4((int) address.low()) : address.toString();
  }

  private static String fragment(Masked match) {
    for (Map.Entry<String, Masked> entry : FRAGMENTS.entrySet()) {
      if (entry.getValue().equals(match)) {
        return entry.getKey();
      }
    }
    return Numbers.hex(match.value()) + slash(match);
  }

  private static String flags(Masked match) {
    List<String> names = Flags.names(match.field());
    boolean whole =
        match.isExact() || (match.field() == Field.CT_STATE && match.mask().equals(CT_STATE_ONES));
    if (!match.mask().fits(names.size()) && !(whole && match.value().fits(names.size()))) {
      return Numbers.hex(match.value()) + slash(match);
    }
    if (!whole) {
      return Flags.print(match.toMatch());
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      if ((match.value().low() >>> i & 1) == 1) {
        text.append(text.isEmpty() ? "" : "|").append(names.get(i));
      }
    }
    return text.isEmpty() ? "0" : text.toString();
  }

  /// Reads a value, with a mask after a slash where one is given, in the field's own format.
  static Masked parse(Field field, String text, Names names) {
    int slash = text.indexOf('/');
    String value = slash < 0 ? text : text.substring(0, slash);
    String mask = slash < 0 ? "" : text.substring(slash + 1);
    return switch (field.format()) {
      case DECIMAL, HEXADECIMAL -> number(field, value, mask);
      case ETHERNET ->
          new Masked(
              field,
              Bits.of(MacAddress.parse(value)),
              mask.isEmpty() ? field.ones() : Bits.of(MacAddress.parse(mask)));
      case IPV4_ADDRESS -> address(field, IpFamily.IPV4, value, mask);
      case IPV6_ADDRESS -> address(field, IpFamily.IPV6, value, mask);
      case PORT ->
          mask.isEmpty()
              ? Masked.exact(field, port(field, names.readPort(text)))
              : number(field, value, mask);
      case FRAGMENT ->
          FRAGMENTS.containsKey(text) ? FRAGMENTS.get(text) : number(field, value, mask);
      case FLAGS -> parseFlags(field, text, value, mask);
    };
  }

  private static Bits port(Field field, OfPort port) {
    return Bits.of(field.bits() == 16 ? port.toShort() : Integer.toUnsignedLong(port.number()));
  }

  private static Masked number(Field field, String value, String mask) {
    return new Masked(field, Bits.parse(value), mask.isEmpty() ? field.ones() : Bits.parse(mask));
  }

  private static Masked address(Field field, IpFamily family, String value, String mask) {
    IpAddress address = IpAddress.parse(value);
    boolean length = !mask.isEmpty() && mask.chars().allMatch(c -> c >= '0' && c <= '9');
    if (address.family() != family) {
      throw new IllegalArgumentException("%s of %s is not %s".formatted(field, value, family));
    }
    if (length) {
      IpPrefix prefix =
          new IpPrefix(address, Numbers.read("prefix length", mask, 0, family.bits()));
      return new Masked(field, Bits.of(prefix.network()), Bits.of(prefix.mask()));
    }
    Bits ones = mask.isEmpty() ? field.ones() : Bits.of(IpAddress.parse(mask));
    return new Masked(field, Bits.of(address), ones);
  }

  private static Masked parseFlags(Field field, String text, String value, String mask) {
    if (text.startsWith("+") || text.startsWith("-")) {
      return Masked.of(Flags.parse(field, text));
    }
    if (text.startsWith("0") || text.isEmpty() || Character.isDigit(text.charAt(0))) {
      Masked number = number(field, value, mask);
      return mask.isEmpty() && field == Field.CT_STATE
          ? new Masked(field, number.value(), CT_STATE_ONES)
          : number;
    }
    FieldMatch flags = Flags.parse(field, "+" + text.replace("|", "+"));
    Bits ones = field == Field.CT_STATE ? CT_STATE_ONES : field.ones();
    return new Masked(field, flags.value(), ones);
  }

  /// Reads `name`, `name[]`, `name[3]` or `name[0..15]`.
  static BitRange range(String text) {
    int open = text.indexOf('[');
    Field field = field(open < 0 ? text : text.substring(0, open));
    if (open < 0 || text.endsWith("[]")) {
      return BitRange.of(field);
    }
    if (!text.endsWith("]")) {
      throw new IllegalArgumentException("bits without ]: " + text);
    }
    String bits = text.substring(open + 1, text.length() - 1);
    int dots = bits.indexOf("..");
    int low = Numbers.read("first bit", dots < 0 ? bits : bits.substring(0, dots), 0, 127);
    int high = dots < 0 ? low : Numbers.read("last bit", bits.substring(dots + 2), 0, 127);
    return BitRange.of(field, low, high);
  }

  static Field field(String name) {
    return Field.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no field is called '" + name + "'"));
  }
}
