package io.weft.openflow.match;

import static io.weft.openflow.match.Format.DECIMAL;
import static io.weft.openflow.match.Format.ETHERNET;
import static io.weft.openflow.match.Format.FLAGS;
import static io.weft.openflow.match.Format.FRAGMENT;
import static io.weft.openflow.match.Format.HEXADECIMAL;
import static io.weft.openflow.match.Format.IPV4_ADDRESS;
import static io.weft.openflow.match.Format.IPV6_ADDRESS;
import static io.weft.openflow.match.Format.PORT;
import static io.weft.openflow.match.OxmClass.ERICSSON;
import static io.weft.openflow.match.OxmClass.NXM_0;
import static io.weft.openflow.match.OxmClass.NXM_1;
import static io.weft.openflow.match.OxmClass.OPENFLOW;
import static io.weft.openflow.match.OxmClass.PACKET_REGS;
import static io.weft.openflow.match.Prerequisite.ARP;
import static io.weft.openflow.match.Prerequisite.CT;
import static io.weft.openflow.match.Prerequisite.ICMP4;
import static io.weft.openflow.match.Prerequisite.ICMP6;
import static io.weft.openflow.match.Prerequisite.IP;
import static io.weft.openflow.match.Prerequisite.IPV4;
import static io.weft.openflow.match.Prerequisite.IPV6;
import static io.weft.openflow.match.Prerequisite.ND;
import static io.weft.openflow.match.Prerequisite.ND_ADVERT;
import static io.weft.openflow.match.Prerequisite.ND_SOLICIT;
import static io.weft.openflow.match.Prerequisite.NONE;
import static io.weft.openflow.match.Prerequisite.SCTP;
import static io.weft.openflow.match.Prerequisite.TCP;
import static io.weft.openflow.match.Prerequisite.UDP;
import static io.weft.openflow.match.Prerequisite.VLAN;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of packets and of the pipeline that flows match and set: the one table of them.
///
/// Widths, formats and prerequisites are those of ovs-fields(7) for Open vSwitch 3.1; class and
/// number are what it sends on OpenFlow 1.5. The order of declaration is the order of a match. A
/// field that is not here (MPLS, NSH, tunnel options) survives in a match as an opaque TLV.
///
/// A match has [#IN_PORT]; the extensions know the port as the 16-bit [#IN_PORT_16].
///
/// `vlan_tci` is not a field of its own: on OpenFlow 1.5 it travels as [#VLAN_VID], whose bit 12
/// says whether there is a tag at all, and [#VLAN_PCP]; the text syntax knows the old name.
public enum Field {
  PKT_MARK("pkt_mark", "NXM_NX_PKT_MARK", 32, true, HEXADECIMAL, NXM_1, 33),
  RECIRC_ID("recirc_id", "NXM_NX_RECIRC_ID", 32, false, HEXADECIMAL, NXM_1, 36),
  DP_HASH("dp_hash", "NXM_NX_DP_HASH", 32, true, HEXADECIMAL, NXM_1, 35),
  CONJ_ID("conj_id", "NXM_NX_CONJ_ID", 32, false, DECIMAL, NXM_1, 37),
  ACTSET_OUTPUT("actset_output", "OXM_OF_ACTSET_OUTPUT", 32, false, PORT, OPENFLOW, 43),
  CT_STATE("ct_state", "NXM_NX_CT_STATE", 32, true, FLAGS, NXM_1, 105),
  CT_ZONE("ct_zone", "NXM_NX_CT_ZONE", 16, false, HEXADECIMAL, NXM_1, 106),
  CT_MARK("ct_mark", "NXM_NX_CT_MARK", 32, true, HEXADECIMAL, NXM_1, 107),
  CT_LABEL("ct_label", "NXM_NX_CT_LABEL", 128, true, HEXADECIMAL, NXM_1, 108),
  CT_NW_SRC("ct_nw_src", "NXM_NX_CT_NW_SRC", 32, true, IPV4_ADDRESS, NXM_1, 120, CT),
  CT_NW_DST("ct_nw_dst", "NXM_NX_CT_NW_DST", 32, true, IPV4_ADDRESS, NXM_1, 121, CT),
  CT_IPV6_SRC("ct_ipv6_src", "NXM_NX_CT_IPV6_SRC", 128, true, IPV6_ADDRESS, NXM_1, 122, CT),
  CT_IPV6_DST("ct_ipv6_dst", "NXM_NX_CT_IPV6_DST", 128, true, IPV6_ADDRESS, NXM_1, 123, CT),
  CT_NW_PROTO("ct_nw_proto", "NXM_NX_CT_NW_PROTO", 8, false, DECIMAL, NXM_1, 119, CT),
  CT_TP_SRC("ct_tp_src", "NXM_NX_CT_TP_SRC", 16, true, DECIMAL, NXM_1, 124, CT),
  CT_TP_DST("ct_tp_dst", "NXM_NX_CT_TP_DST", 16, true, DECIMAL, NXM_1, 125, CT),
  REG0("reg0", "NXM_NX_REG0", 32, true, HEXADECIMAL, NXM_1, 0),
  REG1("reg1", "NXM_NX_REG1", 32, true, HEXADECIMAL, NXM_1, 1),
  REG2("reg2", "NXM_NX_REG2", 32, true, HEXADECIMAL, NXM_1, 2),
  REG3("reg3", "NXM_NX_REG3", 32, true, HEXADECIMAL, NXM_1, 3),
  REG4("reg4", "NXM_NX_REG4", 32, true, HEXADECIMAL, NXM_1, 4),
  REG5("reg5", "NXM_NX_REG5", 32, true, HEXADECIMAL, NXM_1, 5),
  REG6("reg6", "NXM_NX_REG6", 32, true, HEXADECIMAL, NXM_1, 6),
  REG7("reg7", "NXM_NX_REG7", 32, true, HEXADECIMAL, NXM_1, 7),
  REG8("reg8", "NXM_NX_REG8", 32, true, HEXADECIMAL, NXM_1, 8),
  REG9("reg9", "NXM_NX_REG9", 32, true, HEXADECIMAL, NXM_1, 9),
  REG10("reg10", "NXM_NX_REG10", 32, true, HEXADECIMAL, NXM_1, 10),
  REG11("reg11", "NXM_NX_REG11", 32, true, HEXADECIMAL, NXM_1, 11),
  REG12("reg12", "NXM_NX_REG12", 32, true, HEXADECIMAL, NXM_1, 12),
  REG13("reg13", "NXM_NX_REG13", 32, true, HEXADECIMAL, NXM_1, 13),
  REG14("reg14", "NXM_NX_REG14", 32, true, HEXADECIMAL, NXM_1, 14),
  REG15("reg15", "NXM_NX_REG15", 32, true, HEXADECIMAL, NXM_1, 15),
  XREG0("xreg0", "OXM_OF_PKT_REG0", 64, true, HEXADECIMAL, PACKET_REGS, 0),
  XREG1("xreg1", "OXM_OF_PKT_REG1", 64, true, HEXADECIMAL, PACKET_REGS, 1),
  XREG2("xreg2", "OXM_OF_PKT_REG2", 64, true, HEXADECIMAL, PACKET_REGS, 2),
  XREG3("xreg3", "OXM_OF_PKT_REG3", 64, true, HEXADECIMAL, PACKET_REGS, 3),
  XREG4("xreg4", "OXM_OF_PKT_REG4", 64, true, HEXADECIMAL, PACKET_REGS, 4),
  XREG5("xreg5", "OXM_OF_PKT_REG5", 64, true, HEXADECIMAL, PACKET_REGS, 5),
  XREG6("xreg6", "OXM_OF_PKT_REG6", 64, true, HEXADECIMAL, PACKET_REGS, 6),
  XREG7("xreg7", "OXM_OF_PKT_REG7", 64, true, HEXADECIMAL, PACKET_REGS, 7),
  XXREG0("xxreg0", "NXM_NX_XXREG0", 128, true, HEXADECIMAL, NXM_1, 111),
  XXREG1("xxreg1", "NXM_NX_XXREG1", 128, true, HEXADECIMAL, NXM_1, 112),
  XXREG2("xxreg2", "NXM_NX_XXREG2", 128, true, HEXADECIMAL, NXM_1, 113),
  XXREG3("xxreg3", "NXM_NX_XXREG3", 128, true, HEXADECIMAL, NXM_1, 114),
  TUN_ID("tun_id", "NXM_NX_TUN_ID", 64, true, HEXADECIMAL, OPENFLOW, 38, NONE, "tunnel_id"),
  TUN_SRC("tun_src", "NXM_NX_TUN_IPV4_SRC", 32, true, IPV4_ADDRESS, NXM_1, 31),
  TUN_DST("tun_dst", "NXM_NX_TUN_IPV4_DST", 32, true, IPV4_ADDRESS, NXM_1, 32),
  TUN_IPV6_SRC("tun_ipv6_src", "NXM_NX_TUN_IPV6_SRC", 128, true, IPV6_ADDRESS, NXM_1, 109),
  TUN_IPV6_DST("tun_ipv6_dst", "NXM_NX_TUN_IPV6_DST", 128, true, IPV6_ADDRESS, NXM_1, 110),
  METADATA("metadata", "OXM_OF_METADATA", 64, true, HEXADECIMAL, OPENFLOW, 2),
  IN_PORT("in_port_oxm", "OXM_OF_IN_PORT", 32, false, PORT, OPENFLOW, 0),
  IN_PORT_16("in_port", "NXM_OF_IN_PORT", 16, false, PORT, NXM_0, 0),
  VLAN_VID("vlan_vid", "OXM_OF_VLAN_VID", 13, true, HEXADECIMAL, OPENFLOW, 6),
  VLAN_PCP("vlan_pcp", "OXM_OF_VLAN_PCP", 3, false, DECIMAL, OPENFLOW, 7, VLAN, "dl_vlan_pcp"),
  ETH_SRC("eth_src", "NXM_OF_ETH_SRC", 48, true, ETHERNET, OPENFLOW, 4, NONE, "dl_src"),
  ETH_DST("eth_dst", "NXM_OF_ETH_DST", 48, true, ETHERNET, OPENFLOW, 3, NONE, "dl_dst"),
  ETH_TYPE("eth_type", "NXM_OF_ETH_TYPE", 16, false, HEXADECIMAL, OPENFLOW, 5, NONE, "dl_type"),
  IPV4_SRC("ip_src", "NXM_OF_IP_SRC", 32, true, IPV4_ADDRESS, OPENFLOW, 11, IPV4, "nw_src"),
  IPV4_DST("ip_dst", "NXM_OF_IP_DST", 32, true, IPV4_ADDRESS, OPENFLOW, 12, IPV4, "nw_dst"),
  IPV6_SRC("ipv6_src", "NXM_NX_IPV6_SRC", 128, true, IPV6_ADDRESS, OPENFLOW, 26, IPV6),
  IPV6_DST("ipv6_dst", "NXM_NX_IPV6_DST", 128, true, IPV6_ADDRESS, OPENFLOW, 27, IPV6),
  IPV6_LABEL("ipv6_label", "NXM_NX_IPV6_LABEL", 20, true, HEXADECIMAL, OPENFLOW, 28, IPV6),
  ARP_SPA("arp_spa", "NXM_OF_ARP_SPA", 32, true, IPV4_ADDRESS, OPENFLOW, 22, ARP),
  ARP_TPA("arp_tpa", "NXM_OF_ARP_TPA", 32, true, IPV4_ADDRESS, OPENFLOW, 23, ARP),
  ARP_OP("arp_op", "NXM_OF_ARP_OP", 16, false, DECIMAL, OPENFLOW, 21, ARP),
  ARP_SHA("arp_sha", "NXM_NX_ARP_SHA", 48, true, ETHERNET, OPENFLOW, 24, ARP),
  ARP_THA("arp_tha", "NXM_NX_ARP_THA", 48, true, ETHERNET, OPENFLOW, 25, ARP),
  IP_PROTO("nw_proto", "NXM_OF_IP_PROTO", 8, false, DECIMAL, OPENFLOW, 10, IP, "ip_proto"),
  IP_DSCP("ip_dscp", "OXM_OF_IP_DSCP", 6, false, DECIMAL, OPENFLOW, 8, IP),
  IP_ECN("nw_ecn", "NXM_NX_IP_ECN", 2, false, DECIMAL, OPENFLOW, 9, IP, "ip_ecn"),
  IP_TTL("nw_ttl", "NXM_NX_IP_TTL", 8, false, DECIMAL, NXM_1, 29, IP),
  IP_FRAG("ip_frag", "NXM_NX_IP_FRAG", 2, true, FRAGMENT, NXM_1, 26, IP, "nw_frag"),
  TCP_SRC("tcp_src", "NXM_OF_TCP_SRC", 16, true, DECIMAL, OPENFLOW, 13, TCP),
  TCP_DST("tcp_dst", "NXM_OF_TCP_DST", 16, true, DECIMAL, OPENFLOW, 14, TCP),
  TCP_FLAGS("tcp_flags", "NXM_NX_TCP_FLAGS", 12, true, FLAGS, OPENFLOW, 42, TCP),
  UDP_SRC("udp_src", "NXM_OF_UDP_SRC", 16, true, DECIMAL, OPENFLOW, 15, UDP),
  UDP_DST("udp_dst", "NXM_OF_UDP_DST", 16, true, DECIMAL, OPENFLOW, 16, UDP),
  SCTP_SRC("sctp_src", "OXM_OF_SCTP_SRC", 16, true, DECIMAL, OPENFLOW, 17, SCTP),
  SCTP_DST("sctp_dst", "OXM_OF_SCTP_DST", 16, true, DECIMAL, OPENFLOW, 18, SCTP),
  ICMP4_TYPE("icmp_type", "NXM_OF_ICMP_TYPE", 8, false, DECIMAL, OPENFLOW, 19, ICMP4),
  ICMP4_CODE("icmp_code", "NXM_OF_ICMP_CODE", 8, false, DECIMAL, OPENFLOW, 20, ICMP4),
  ICMP6_TYPE("icmpv6_type", "NXM_NX_ICMPV6_TYPE", 8, false, DECIMAL, OPENFLOW, 29, ICMP6),
  ICMP6_CODE("icmpv6_code", "NXM_NX_ICMPV6_CODE", 8, false, DECIMAL, OPENFLOW, 30, ICMP6),
  ND_TARGET("nd_target", "NXM_NX_ND_TARGET", 128, true, IPV6_ADDRESS, OPENFLOW, 31, ND),
  ND_SLL("nd_sll", "NXM_NX_ND_SLL", 48, true, ETHERNET, OPENFLOW, 32, ND_SOLICIT),
  ND_TLL("nd_tll", "NXM_NX_ND_TLL", 48, true, ETHERNET, OPENFLOW, 33, ND_ADVERT),
  ND_RESERVED("nd_reserved", "ERICOXM_OF_ICMPV6_ND_RESERVED", 32, false, DECIMAL, ERICSSON, 1, ND),
  ND_OPTIONS_TYPE(
      "nd_options_type", "ERICOXM_OF_ICMPV6_ND_OPTIONS_TYPE", 8, false, DECIMAL, ERICSSON, 2, ND);

  private static final Map<String, Field> BY_NAME = new HashMap<>();
  private static final Map<Integer, Field> BY_CODE = new HashMap<>();
  private static final Field[] REGISTERS = new Field[16];

  static {
    for (Field field : values()) {
      BY_NAME.put(field.text, field);
      BY_NAME.put(field.nxmName, field);
      BY_NAME.put(field.alias, field);
      BY_CODE.put(field.oxmClass.code() << 7 | field.number, field);
      BY_CODE.put(field.nxmClass().code() << 7 | field.nxmNumber(), field);
    }
    BY_NAME.remove("");
    Arrays.setAll(REGISTERS, number -> nth("reg", REGISTERS.length, number));
  }

  private final String text;
  private final String nxmName;
  private final int bits;
  private final boolean maskable;
  private final Format format;
  private final OxmClass oxmClass;
  private final int number;
  private final Prerequisite prerequisite;
  private final String alias;

  Field(
      String text,
      String nxmName,
      int bits,
      boolean maskable,
      Format format,
      OxmClass oxmClass,
      int number) {
    this(text, nxmName, bits, maskable, format, oxmClass, number, NONE, "");
  }

  Field(
      String text,
      String nxmName,
      int bits,
      boolean maskable,
      Format format,
      OxmClass oxmClass,
      int number,
      Prerequisite prerequisite) {
    this(text, nxmName, bits, maskable, format, oxmClass, number, prerequisite, "");
  }

  Field(
      String text,
      String nxmName,
      int bits,
      boolean maskable,
      Format format,
      OxmClass oxmClass,
      int number,
      Prerequisite prerequisite,
      String alias) {
    this.text = text;
    this.nxmName = nxmName;
    this.bits = bits;
    this.maskable = maskable;
    this.format = format;
    this.oxmClass = oxmClass;
    this.number = number;
    this.prerequisite = prerequisite;
    this.alias = alias;
  }

  /// The field with this name, alias or NXM name; empty if there is none.
  public static Optional<Field> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The field with this 16-bit OXM class and 7-bit number; empty if there is none.
  public static Optional<Field> numbered(int oxmClass, int number) {
    return Optional.ofNullable(BY_CODE.get(oxmClass << 7 | number));
  }

  /// Register `reg0` to `reg15`.
  public static Field reg(int number) {
    return number >= 0 && number < REGISTERS.length
        ? REGISTERS[number]
        : nth("reg", REGISTERS.length, number);
  }

  /// The 64-bit register `xreg0` to `xreg7`: `reg0` is the upper half of `xreg0`.
  public static Field xreg(int number) {
    return nth("xreg", 8, number);
  }

  /// The 128-bit register `xxreg0` to `xxreg3`: `reg0` is the uppermost part of `xxreg0`.
  public static Field xxreg(int number) {
    return nth("xxreg", 4, number);
  }

  private static Field nth(String kind, int count, int number) {
    if (number < 0 || number >= count) {
      throw new IllegalArgumentException(
          "register number %d, only 0 to %d exist".formatted(number, count - 1));
    }
    return named(kind + number).orElseThrow();
  }

  /// The name that Open vSwitch prints: `eth_src`, `nw_proto`, `reg0`.
  public String text() {
    return text;
  }

  /// The class in which the Nicira extensions (learn, output from a field, ct) name the field.
  public OxmClass nxmClass() {
    return nxmNumber() == number ? oxmClass : nxmName.startsWith("NXM_OF") ? NXM_0 : NXM_1;
  }

  /// The field number in [#nxmClass].
  public int nxmNumber() {
    return switch (this) {
      case ETH_SRC -> 2;
      case ETH_DST -> 1;
      case ETH_TYPE -> 3;
      case IPV4_SRC -> 7;
      case IPV4_DST -> 8;
      case IP_PROTO -> 6;
      case ARP_OP -> 15;
      case ARP_SPA -> 16;
      case ARP_TPA -> 17;
      case TCP_SRC -> 9;
      case TCP_DST -> 10;
      case UDP_SRC -> 11;
      case UDP_DST -> 12;
      case ICMP4_TYPE -> 13;
      case ICMP4_CODE -> 14;
      case IP_ECN -> 28;
      case TUN_ID -> 16;
      case IPV6_SRC -> 19;
      case IPV6_DST -> 20;
      case IPV6_LABEL -> 27;
      case ARP_SHA -> 17;
      case ARP_THA -> 18;
      case TCP_FLAGS -> 34;
      case ICMP6_TYPE -> 21;
      case ICMP6_CODE -> 22;
      case ND_TARGET -> 23;
      case ND_SLL -> 24;
      case ND_TLL -> 25;
      default -> number;
    };
  }

  /// The name in learn actions and moves: `NXM_OF_ETH_SRC`.
  public String nxmName() {
    return nxmName;
  }

  /// The width in bits, 2 to 128.
  public int bits() {
    return bits;
  }

  /// The width on the wire, in bytes: 1, 2, 4, 6, 8 or 16.
  public int bytes() {
    return bits <= 16 ? (bits + 7) / 8 : bits <= 32 ? 4 : bits / 8;
  }

  /// All bits of the field set: the mask of an exact match.
  public Bits ones() {
    return Bits.ones(bits);
  }

  /// Whether a match may leave some of the bits open.
  public boolean maskable() {
    return maskable;
  }

  /// Whether this is one of `xreg0` to `xreg7` and `xxreg0` to `xxreg3`, made of short registers.
  public boolean isLongRegister() {
    return text.startsWith("x");
  }

  public Format format() {
    return format;
  }

  public OxmClass oxmClass() {
    return oxmClass;
  }

  /// The 7-bit field number within the class.
  public int number() {
    return number;
  }

  public Prerequisite prerequisite() {
    return prerequisite;
  }

  @Override
  public String toString() {
    return text;
  }
}
