package io.weft.openflow.text;

import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.ArrayList;
import java.util.List;

/// The VLAN tag in text: `dl_vlan=5,dl_vlan_pcp=3` or `vlan_tci=0x0000/0x1000`.
final class VlanText {

  private static final int VID = 0x0fff;
  private static final int PRESENT = 0x1000;
  private static final int PCP = 0xe000;

  private VlanText() {}

  static List<String> print(Match match) {
    long value = 0;
    long mask = 0;
    for (FieldMatch field : match.fields()) {
      int shift = field.field() == Field.VLAN_PCP ? 13 : 0;
      if (field.field() == Field.VLAN_VID || field.field() == Field.VLAN_PCP) {
        value |= field.value().low() << shift;
        mask |= field.mask().low() << shift;
      }
    }
    boolean wholeVid = (mask & VID) == VID;
    boolean wholePcp = (mask & PCP) == PCP;
    boolean tidy =
        (value & mask & PRESENT) != 0 && (wholeVid || (mask & VID) == 0) && (wholeVid || wholePcp);
    List<String> parts = new ArrayList<>();
    if (!tidy) {
      parts.add(
          "vlan_tci=0x%04x".formatted(value) + (mask == 0xffff ? "" : "/0x%04x".formatted(mask)));
      return parts;
    }
    if (wholeVid) {
      parts.add("dl_vlan=" + (value & VID));
    }
    if (wholePcp) {
      parts.add("dl_vlan_pcp=" + (value >> 13));
    }
    return parts;
  }

  static Match readVlan(Match match, String text) {
    return match.with(Field.VLAN_VID, Numbers.read("dl_vlan", text, 0, VID) | PRESENT);
  }

  static Match readPcp(Match match, String text) {
    return match
        .masked(Field.VLAN_VID, PRESENT, PRESENT)
        .with(Field.VLAN_PCP, Numbers.read("dl_vlan_pcp", text, 0, 7));
  }

  /// Reads the 16 bits of the tag; the priority counts only where there is a tag, as in the switch.
  static Match readTci(Match match, String text) {
    int slash = text.indexOf('/');
    int value = Numbers.read("vlan_tci", slash < 0 ? text : text.substring(0, slash), 0, 0xffff);
    int mask =
        slash < 0 ? 0xffff : Numbers.read("vlan_tci mask", text.substring(slash + 1), 0, 0xffff);
    Match vid = match.masked(Field.VLAN_VID, Bits.of(value & 0x1fff), Bits.of(mask & 0x1fff));
    if ((mask & PCP) == 0 || (value & mask & 0x1fff) == 0) {
      return vid;
    }
    if ((mask & PCP) != PCP) {
      throw new IllegalArgumentException("vlan_tci with a part of the priority bits: " + text);
    }
    return vid.with(Field.VLAN_PCP, value >> 13);
  }
}
