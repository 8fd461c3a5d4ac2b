package io.weft.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeclarationsTest {

  @Test
  void tablesStandInTheOrderOfTheirNumbers() {
    assertThat(Arrays.stream(Table.values()).map(Table::number)).isSorted().doesNotHaveDuplicates();
    assertThat(Arrays.stream(Table.values()).map(Table::title)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Table.values()).mapToInt(Table::number)).allMatch(n -> n < 255);
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsFoundByItsNumber(Table table) {
    assertThat(Table.numbered(table.number())).contains(table);
  }

  @Test
  void noTwoMarksShareBitsExceptTheTwoFamiliesOfOneAddress() {
    Set<Mark> wide = Set.of(Mark.PEER_IPV6, Mark.ENDPOINT_IPV6);
    for (Mark a : Mark.values()) {
      for (Mark b : Mark.values()) {
        if (a != b && a.bits().field() == b.bits().field() && !wide.contains(a)) {
          assertThat(a.bits().mask().and(b.bits().mask()).isZero()).as(a + " and " + b).isTrue();
        }
      }
    }
  }

  @Test
  void marksThatAreNeighboursAreOneRange() {
    assertThat(Mark.SERVED.through(Mark.EXTERNAL)).hasToString("reg0[9..10]");
    assertThat(Mark.CT_SERVED.through(Mark.CT_EXTERNAL)).hasToString("ct_mark[8..9]");
    for (Mark other : Set.of(Mark.SERVED, Mark.NODE_PORT, Mark.BOUNCE, Mark.CT_EXTERNAL)) {
      assertThatThrownBy(() -> Mark.SERVED.through(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("%s is not next above SERVED", other);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCookieTellsOwnerAndPurpose(Purpose purpose) {
    for (Cookie.Kind kind : Cookie.Kind.values()) {
      Cookie cookie = new Cookie(kind, purpose, 0x8000_0001);
      assertThat(Cookie.parse(cookie.bits())).contains(cookie);
      assertThat(cookie.bits() >>> 48).isEqualTo(0x5746);
    }
  }

  @Test
  void foreignCookiesAreNobodys() {
    assertThat(Cookie.parse(0)).isEmpty();
    assertThat(Cookie.parse(0x1234_0000_0000_0000L)).isEmpty();
    assertThat(Cookie.parse(0x5746_7f00_0000_0000L)).as("unknown kind").isEmpty();
    assertThat(Cookie.parse(0x5746_0099_0000_0000L)).as("unknown purpose").isEmpty();
  }

  @Test
  void reservedRangesHoldNoAddressThatOthersUse() {
    assertThat(Reserved.range(IpFamily.IPV4).contains(IpAddress.parse("169.254.169.254")))
        .isFalse();
    assertThat(Reserved.range(IpFamily.IPV4).contains(IpAddress.parse("169.254.20.10"))).isFalse();
    for (IpFamily family : IpFamily.values()) {
      assertThat(Reserved.range(family).contains(Reserved.frontends(family))).isTrue();
      assertThat(
              Set.of(Reserved.nextHop(family), Reserved.hairpin(family), Reserved.nodeSelf(family)))
          .hasSize(3)
          .allMatch(Reserved.range(family)::contains)
          .noneMatch(Reserved.frontends(family)::contains);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAgentReadsWhyItGotAPacket(Punt punt) {
    assertThat(Punt.parse(punt.userdata())).contains(punt);
  }

  @Test
  void otherUserDataIsNotOurs() {
    assertThat(Punt.parse(Bytes.EMPTY)).isEqualTo(Optional.empty());
    assertThat(Punt.parse(Bytes.of((byte) 1, (byte) 1))).isEmpty();
  }
}
