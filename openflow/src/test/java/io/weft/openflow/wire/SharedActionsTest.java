package io.weft.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedActionsTest {

  private static Ct commit() {
    return Ct.commit(7)
        .withExec(Action.SetField.of(BitRange.of(Field.CT_MARK), 0x1234))
        .withNat(Nat.destination(IpAddress.parse("10.0.0.1"), 80));
  }

  private static byte[] bytes(List<Action> actions) {
    WireWriter out = new WireWriter(16);
    ActionCodec.write(actions, out);
    return out.toArray();
  }

  @Test
  void aListThatSeveralActionsShareIsWrittenForEachOfThem() {
    Ct one = commit();
    Ct other = one.withNat(Nat.destination(IpAddress.parse("10.0.0.2")));
    Ct plain = one.withTable(3);
    List<Action> sharing = List.of(one, other, plain);
    List<Action> apart =
        List.of(
            commit(),
            commit().withNat(Nat.destination(IpAddress.parse("10.0.0.2"))),
            commit().withTable(3));
    assertThat(bytes(sharing)).isEqualTo(bytes(apart));
    byte[] bytes = bytes(sharing);
    assertThat(ActionCodec.read(WireReader.of(bytes))).isEqualTo(sharing);
  }

  @Test
  void whatWasForgottenIsNotRepeated() {
    Ct ct = commit();
    WireWriter out = new WireWriter(16);
    ActionCodec.write(List.of(ct), out);
    out.clear();
    out.zeros(200);
    out.truncate(0);
    ActionCodec.write(List.of(ct), out);
    assertThat(out.toArray()).isEqualTo(bytes(List.of(commit())));
  }
}
