package io.weft.ovsdb.openvswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.MacAddress;
import io.weft.ovsdb.monitor.Snapshot;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsurePort;
import io.weft.ovsdb.openvswitch.SwitchChange.InterfaceSpec;
import io.weft.ovsdb.openvswitch.SwitchChange.NameFlowTables;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SwitchPlannerTest {

  private static final Vswitch EMPTY = new Vswitch(Snapshot.EMPTY);

  @Test
  void equalArgumentsGiveEqualOperations() {
    SwitchChange change =
        new EnsurePort(
            "br-int",
            "eth1",
            InterfaceSpec.system()
                .withMtu(1400)
                .withMac(MacAddress.parse("02:00:00:00:00:01"))
                .withExternalIds(Map.of("b", "2", "a", "1")),
            Map.of("d", "4", "c", "3"));
    assertThat(SwitchPlanner.plan(List.of(change), EMPTY).transaction())
        .isEqualTo(SwitchPlanner.plan(List.of(change), EMPTY).transaction());
  }

  @Test
  void aPortOfAnotherBridgeIsNotTaken() {
    Vswitch now = vswitch("br-a", "eth1", "eth1");
    SwitchChange change = new EnsurePort("br-b", "eth1", InterfaceSpec.system(), Map.of());
    assertThat(SwitchPlanner.plan(List.of(change), now).rejection())
        .hasValue("port 'eth1' is on bridge 'br-a', not on 'br-b'; delete it there first");
  }

  @Test
  void aBondIsNotTaken() {
    Vswitch now = vswitch("br-a", "bond", "eth1");
    SwitchChange change = new EnsurePort("br-a", "bond", InterfaceSpec.system(), Map.of());
    assertThat(SwitchPlanner.plan(List.of(change), now).rejection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("port 'bond' is a bond"));
  }

  @Test
  void aTableNumberOutOfRangeIsRefused() {
    assertThatThrownBy(() -> new NameFlowTables("br", Map.of(255, "x")))
        .hasMessageContaining("255");
  }

  @Test
  void aTextThatIsNoMacAddressReadsAsNone() {
    Interface iface =
        Interface.of(id(1), Row.EMPTY.with("mac_in_use", OvsSet.of(Atom.of("nonsense"))));
    assertThat(iface.macInUse()).isEmpty();
    assertThat(iface.isReady()).isFalse();
    assertThat(iface.hasFailed()).isFalse();
  }

  private static Vswitch vswitch(String bridge, String port, String iface) {
    return new Vswitch(
        Snapshot.of(
            Map.of(
                "Bridge",
                Map.of(id(1), named(bridge).with("ports", OvsSet.of(id(2)))),
                "Port",
                Map.of(id(2), named(port).with("interfaces", OvsSet.of(id(3)))),
                "Interface",
                Map.of(id(3), named(iface)))));
  }

  private static Row named(String name) {
    return Row.EMPTY.with("name", Atom.of(name));
  }

  private static Atom.Uuid id(long number) {
    return new Atom.Uuid(new UUID(0, number));
  }
}
