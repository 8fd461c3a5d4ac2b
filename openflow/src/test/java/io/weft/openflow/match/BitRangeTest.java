package io.weft.openflow.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BitRangeTest {

  @Test
  void itsTextIsThatOfTheSwitch() {
    assertThat(BitRange.of(Field.REG0)).hasToString("reg0[]");
    assertThat(BitRange.of(Field.REG0, 3, 3)).hasToString("reg0[3]");
    assertThat(BitRange.of(Field.REG0, 0, 15).toNxmText()).isEqualTo("NXM_NX_REG0[0..15]");
  }

  @Test
  void valuesAreMovedToItsPlaceAndBack() {
    BitRange range = BitRange.of(Field.CT_LABEL, 32, 63);
    Bits placed = range.place(Bits.of(0xabcd));
    assertThat(placed).isEqualTo(Bits.of(0xabcd_0000_0000L));
    assertThat(range.extract(placed.or(Bits.ONE))).isEqualTo(Bits.of(0xabcd));
    assertThat(range.mask()).isEqualTo(Bits.of(0xffff_ffff_0000_0000L));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> BitRange.of(Field.REG0, 0, 32))
        .hasMessage("reg0 has 32 bits, not 33 bits from bit 0 on");
    assertThatThrownBy(() -> BitRange.of(Field.REG0, 0, 3).place(Bits.of(16)))
        .hasMessage("0x10 does not fit into reg0[0..3]");
  }

  @Test
  void portsAreSmallOrReserved() {
    assertThat(OfPort.ofShort(0xfff8)).isEqualTo(OfPort.IN_PORT);
    assertThat(OfPort.ofShort(7)).isEqualTo(new OfPort(7)).isLessThan(OfPort.LOCAL);
    assertThat(OfPort.LOCAL.toShort()).isEqualTo(0xfffe);
    assertThatThrownBy(() -> new OfPort(65280)).hasMessageContaining("ofport 65280");
  }
}
