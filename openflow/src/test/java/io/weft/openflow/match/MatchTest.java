package io.weft.openflow.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatchTest {

  private static final Match WEB = Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, 80);

  @Test
  void theOrderOfWritingDoesNotMatter() {
    Match other =
        Match.any().with(Field.TCP_DST, 80).with(Field.IP_PROTO, 6).with(Field.ETH_TYPE, 0x0800);
    assertThat(other).isEqualTo(WEB).hasSameHashCodeAs(WEB);
  }

  @Test
  void bitsOutsideTheMaskDoNotMatter() {
    assertThat(Match.any().masked(Field.REG0, 0xff, 0x0f))
        .isEqualTo(Match.any().masked(Field.REG0, 0x0f, 0x0f))
        .isNotEqualTo(Match.any().with(Field.REG0, 0x0f));
  }

  @Test
  void anEmptyMaskSaysNothing() {
    assertThat(Match.any().masked(Field.REG0, 5, 0).isAny()).isTrue();
    assertThat(Match.ipv4().with(Field.IPV4_SRC, IpPrefix.parse("0.0.0.0/0")))
        .isEqualTo(Match.ipv4());
  }

  @Test
  void masksOfOneFieldAdd() {
    Match both =
        Match.any().with(BitRange.of(Field.REG0, 0, 7), 5).with(BitRange.of(Field.REG0, 8, 31), 7);
    assertThat(both).isEqualTo(Match.any().with(Field.REG0, 0x705));
  }

  @Test
  void whatContradictsIsRefused() {
    assertThatThrownBy(() -> WEB.with(Field.TCP_DST, 81))
        .hasMessage("contradiction: tcp_dst=0x50 and tcp_dst=0x51");
    assertThatThrownBy(() -> WEB.and(Match.udp(IpFamily.IPV4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void combiningTwoSaysWhatBothSay() {
    Match port = Match.any().with(Field.IN_PORT, new OfPort(5));
    assertThat(WEB.and(port)).isEqualTo(port.and(WEB)).isEqualTo(WEB.with(Field.IN_PORT, 5));
  }

  @Test
  void longRegistersAreShortOnes() {
    assertThat(Match.any().with(Field.xreg(1), 0x5_0000_0007L))
        .isEqualTo(Match.any().with(Field.reg(2), 5).with(Field.reg(3), 7));
    assertThat(Match.any().masked(Field.xxreg(1), new Bits(0, 9), new Bits(0, -1)))
        .isEqualTo(Match.any().with(Field.reg(6), 0).with(Field.reg(7), 9));
  }

  @Test
  void theSixteenBitPortIsThePort() {
    assertThat(Match.any().with(Field.IN_PORT_16, 0xfffe))
        .isEqualTo(Match.any().with(Field.IN_PORT, OfPort.LOCAL));
  }

  @Test
  void fieldsAreFoundAndTakenAway() {
    assertThat(WEB.exact(Field.TCP_DST)).contains(Bits.of(80));
    assertThat(WEB.field(Field.UDP_DST)).isEmpty();
    assertThat(WEB.has(Field.IP_PROTO, 6)).isTrue();
    assertThat(WEB.without(Field.TCP_DST)).isEqualTo(Match.tcp(IpFamily.IPV4));
    assertThat(WEB.without(Field.UDP_DST)).isEqualTo(WEB);
    assertThat(Match.of(WEB.fields())).isEqualTo(WEB);
  }

  @Test
  void wideValuesAndMasksAreKept() {
    IpPrefix prefix = IpPrefix.parse("fd00:1::/32");
    MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
    Match match =
        Match.ipv6()
            .with(Field.IPV6_SRC, prefix)
            .with(Field.IPV6_DST, IpAddress.parse("fd00::2"))
            .with(Field.ETH_SRC, mac);
    assertThat(match.fields())
        .isEqualTo(
            List.of(
                FieldMatch.exact(Field.ETH_SRC, Bits.of(mac)),
                FieldMatch.exact(Field.ETH_TYPE, Bits.of(0x86dd)),
                new FieldMatch(Field.IPV6_SRC, Bits.of(prefix.network()), Bits.of(prefix.mask())),
                FieldMatch.exact(Field.IPV6_DST, Bits.of(IpAddress.parse("fd00::2")))));
  }

  @Test
  void flagsAreSetAndClear() {
    assertThat(Match.any().withFlags(Field.CT_STATE, "+trk-new"))
        .isEqualTo(Match.any().masked(Field.CT_STATE, 0x20, 0x21));
    assertThatThrownBy(() -> Match.any().withFlags(Field.CT_STATE, "+foo"))
        .hasMessageContaining("one of [new, est, rel, rpl, inv, trk, snat, dnat] at position 0");
  }

  @Test
  void unknownFieldsAreKeptAsBytes() {
    Match match = WEB.withUnknown(Bytes.parse("00010203"));
    assertThat(match).isNotEqualTo(WEB);
    assertThat(Match.any().and(match).unknown()).isEqualTo(Bytes.parse("00010203"));
  }

  @Test
  void valuesOfTheWrongWidthAreRefused() {
    assertThatThrownBy(() -> Match.ipv4().with(Field.IPV4_SRC, IpAddress.parse("fd00::1")))
        .hasMessage("ip_src has 32 bits, fd00::1 has 128");
    assertThatThrownBy(() -> WEB.with(Field.IP_DSCP, 64))
        .hasMessage("value 0x40 for ip_dscp, which has 6 bits");
    assertThatThrownBy(() -> WEB.masked(Field.IP_TTL, 1, 1))
        .hasMessage("nw_ttl takes no mask, not 0x1");
    assertThatThrownBy(() -> Field.reg(16)).hasMessage("register number 16, only 0 to 15 exist");
  }

  @Test
  void everyFieldIsFoundByItsNamesAndNumbers() {
    for (Field field : Field.values()) {
      assertThat(Field.named(field.text())).contains(field);
      assertThat(Field.named(field.nxmName())).contains(field);
      assertThat(Field.numbered(field.oxmClass().code(), field.number())).contains(field);
      assertThat(Field.numbered(field.nxmClass().code(), field.nxmNumber())).contains(field);
    }
    assertThat(Field.named("nw_src")).contains(Field.IPV4_SRC);
    assertThat(Field.named("")).isEqualTo(Optional.empty());
  }
}
