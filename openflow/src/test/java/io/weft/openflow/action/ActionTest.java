package io.weft.openflow.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ActionTest {

  private static final BitRange BYTE = BitRange.of(Field.REG0, 0, 7);
  private static final BitRange WORD = BitRange.of(Field.REG1, 0, 15);

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    refused(() -> new Action.GotoTable(255), "goto_table 255, expected 1 to 254");
    refused(() -> new Action.Conjunction(1, 1, 65), "conjunction dimensions 65, expected 2 to 64");
    refused(() -> new Action.Meter(0), "meter id 0, expected 1 to 4294901760");
    refused(() -> Ct.lookup(65536), "ct zone 65536, expected 0 to 65535");
    refused(() -> Nat.restore().withPort(0), "nat port 0, expected 1 to 65535");
    refused(() -> Learn.of(255, 1, 0), "learn table 255, expected 0 to 254");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refused(() -> new Action.Output(new OfPort(1), 5), "output to 1 takes no max_len, not 5");
    refused(
        () -> new Action.CopyField(BYTE, WORD),
        "copy of reg0[0..7] to reg1[0..15]: different lengths");
    refused(
        () -> new Action.CheckPktLarger(1, BYTE), "check_pkt_larger sets one bit, not reg0[0..7]");
    refused(() -> new Ct.Zone.FromField(BYTE), "ct zone from 16 bits, not from reg0[0..7]");
    refused(() -> Ct.lookup(1).withForce(), "ct: force and exec need commit, exec=[]");
    refused(
        () -> Nat.among(Nat.Kind.SOURCE, IpAddress.parse("1.2.3.4"), IpAddress.parse("1.2.3.3")),
        "nat addresses from 1.2.3.4 to 1.2.3.3");
    refused(
        () -> Nat.restore().withPort(1),
        "nat without src or dst takes no address (null), port (1) or option");
    refused(
        () -> new Learn.Spec.LoadField(BYTE, WORD),
        "learn reg1[0..15] from reg0[0..7]: different lengths");
    refused(
        () -> new Controller(10, Controller.Reason.ACTION, 0, Bytes.EMPTY, 0),
        "controller action without options: use Output to CONTROLLER with max_len 10");
    refused(
        () -> Action.SetField.of(Field.IP_DSCP, 64),
        "set_field 0x40/0x3f for ip_dscp, which has 6 bits");
  }

  @Test
  void aSetRangeIsAMaskedSet() {
    assertThat(Action.SetField.of(WORD, 5))
        .isEqualTo(new Action.SetField(Field.REG1, Bits.of(5), Bits.of(0xffff)));
    assertThat(Action.SetField.of(Field.ETH_SRC, MacAddress.BROADCAST).isWhole()).isTrue();
  }

  @Test
  void theUnspecifiedAddressAsksForAFreeTupleOnly() {
    assertThat(Nat.source(IpAddress.parse("0.0.0.0")).first()).isNull();
    assertThat(Nat.source(IpAddress.parse("::"))).isEqualTo(Nat.source(IpAddress.parse("0.0.0.0")));
  }

  @Test
  void notesArePaddedAsTheSwitchPadsThem() {
    assertThat(new Action.Note(Bytes.of((byte) 1)).content())
        .isEqualTo(Bytes.parse("010000000000"));
    assertThat(new Action.Note(Bytes.of(new byte[7])).content().length()).isEqualTo(14);
  }

  @Test
  void instructionsAreTold() {
    assertThat(new Action.GotoTable(1).isInstruction()).isTrue();
    assertThat(new Action.Opaque(Action.Opaque.Kind.INSTRUCTION, Bytes.EMPTY).isInstruction())
        .isTrue();
    assertThat(Action.Output.to(1).isInstruction()).isFalse();
  }

  @Test
  void connectionTrackingIsBuiltInSteps() {
    Ct ct =
        Ct.commit(5)
            .withTable(3)
            .withNat(Nat.destination(IpAddress.parse("1.2.3.4")).withPort(80))
            .withZone(new Ct.Zone.FromField(WORD))
            .withForce()
            .withExec(Action.SetField.of(Field.CT_MARK, 1));
    assertThat(ct.exec()).isEqualTo(List.of(Action.SetField.of(Field.CT_MARK, 1)));
    assertThat(ct.table()).isEqualTo(3);
    assertThat(ct.force()).isTrue();
  }
}
