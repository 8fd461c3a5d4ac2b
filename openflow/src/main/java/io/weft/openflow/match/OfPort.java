package io.weft.openflow.match;

/// An OpenFlow port number (ofport).
///
/// Open vSwitch numbers ports from 1 to 0xfeff; the reserved ones above 0xffffff00 are named
/// (OpenFlow 1.5.1 §7.2.1.1). On the older 16-bit fields of the extensions, 0xfff8 stands for
/// 0xfffffff8 and so on.
///
/// @param number the 32-bit number, unsigned: 0 to 0xfeff, or 0xfffffff8 and above
public record OfPort(int number) implements Comparable<OfPort> {

  public static final OfPort IN_PORT = new OfPort(0xffff_fff8);
  public static final OfPort TABLE = new OfPort(0xffff_fff9);
  public static final OfPort NORMAL = new OfPort(0xffff_fffa);
  public static final OfPort FLOOD = new OfPort(0xffff_fffb);
  public static final OfPort ALL = new OfPort(0xffff_fffc);
  public static final OfPort CONTROLLER = new OfPort(0xffff_fffd);
  public static final OfPort LOCAL = new OfPort(0xffff_fffe);

  /// In requests any port; in a group's bucket none.
  public static final OfPort ANY = new OfPort(0xffff_ffff);

  public OfPort {
    if (Integer.compareUnsigned(number, 0xff00) >= 0
        && Integer.compareUnsigned(number, 0xffff_fff8) < 0) {
      throw new IllegalArgumentException(
          "ofport %s is neither below 65280 nor a reserved port"
              .formatted(Integer.toUnsignedString(number)));
    }
  }

  /// The port whose number, 16 bits wide in the older extensions, is this.
  public static OfPort ofShort(int number) {
    return new OfPort(number >= 0xff00 ? number | 0xffff_0000 : number);
  }

  /// Whether this is one of the named ports.
  public boolean isReserved() {
    return number < 0;
  }

  /// The lower 16 bits, as the older extensions carry them.
  public int toShort() {
    return number & 0xffff;
  }

  @Override
  public int compareTo(OfPort other) {
    return Integer.compareUnsigned(number, other.number);
  }

  /// The number, or the reserved port's name as Open vSwitch prints it: `LOCAL`.
  @Override
  public String toString() {
    return switch (number) {
      case 0xffff_fff8 -> "IN_PORT";
      case 0xffff_fff9 -> "TABLE";
      case 0xffff_fffa -> "NORMAL";
      case 0xffff_fffb -> "FLOOD";
      case 0xffff_fffc -> "ALL";
      case 0xffff_fffd -> "CONTROLLER";
      case 0xffff_fffe -> "LOCAL";
      case 0xffff_ffff -> "ANY";
      default -> Integer.toString(number);
    };
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof OfPort port && number == port.number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
