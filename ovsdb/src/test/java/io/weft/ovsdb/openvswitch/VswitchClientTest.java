package io.weft.ovsdb.openvswitch;

import static io.weft.ovsdb.Waiting.await;
import static io.weft.ovsdb.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.net.MacAddress;
import io.weft.ovsdb.OvsdbServer;
import io.weft.ovsdb.Vswitchd;
import io.weft.ovsdb.Waiting;
import io.weft.ovsdb.client.OvsdbException;
import io.weft.ovsdb.openvswitch.SwitchChange.DeleteBridge;
import io.weft.ovsdb.openvswitch.SwitchChange.DeletePort;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsureBridge;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsurePort;
import io.weft.ovsdb.openvswitch.SwitchChange.InterfaceSpec;
import io.weft.ovsdb.openvswitch.SwitchChange.NameFlowTables;
import io.weft.ovsdb.openvswitch.SwitchChange.Owner;
import io.weft.ovsdb.openvswitch.SwitchChange.SetExternalIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class VswitchClientTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final EnsureBridge BRIDGE =
      EnsureBridge.secure("br-int", "netdev", Map.of("disable-in-band", "true"));

  @AfterAll
  static void closeVertx() {
    await(VERTX.close());
  }

  @Test
  void aBridgeIsMadeInAnEmptyDatabaseAndMadeOnlyOnce() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      assertThat(await(client.apply(BRIDGE))).isEqualTo(new SwitchAnswer.Committed(1));
      assertThat(await(client.apply(BRIDGE))).isEqualTo(new SwitchAnswer.Committed(1));
      Bridge bridge = client.now().bridge("br-int").orElseThrow();
      assertThat(bridge.failMode()).hasValue("secure");
      assertThat(bridge.protocols()).containsExactly("OpenFlow15");
      assertThat(bridge.otherConfig()).containsEntry("disable-in-band", "true");
      assertThat(client.now().ports(bridge)).extracting(Port::name).containsExactly("br-int");
      assertThat(client.now().iface("br-int").map(Interface::type)).hasValue("internal");
      assertThat(server.vsctl("get", "bridge", "br-int", "datapath_type")).isEqualTo("netdev");
      stop(client);
    }
  }

  @Test
  void aBridgeThatLooksOtherwiseIsBroughtInLine() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      server.vsctl("add-br", "br-int", "--", "br-set-external-id", "br-int", "theirs", "stays");
      VswitchClient client = client(server);
      await(
          client.apply(
              new EnsureBridge(
                  "br-int",
                  "netdev",
                  "secure",
                  Set.of("OpenFlow13", "OpenFlow15"),
                  Map.of("hwaddr", "02:00:00:00:00:01"),
                  Map.of("ours", "set"))));
      Bridge bridge = client.now().bridge("br-int").orElseThrow();
      assertThat(bridge.datapathType()).isEqualTo("netdev");
      assertThat(bridge.failMode()).hasValue("secure");
      assertThat(bridge.protocols()).containsExactlyInAnyOrder("OpenFlow13", "OpenFlow15");
      assertThat(bridge.externalIds()).isEqualTo(Map.of("theirs", "stays", "ours", "set"));
      stop(client);
    }
  }

  @Test
  void aBridgeItsPortsAndItsTablesAreMadeInOneTransaction() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      SwitchAnswer answer =
          await(
              client.apply(
                  List.of(
                      BRIDGE,
                      tunnel(),
                      new NameFlowTables("br-int", Map.of(0, "classify", 10, "guard")))));
      assertThat(answer).isEqualTo(new SwitchAnswer.Committed(1));
      Vswitch now = client.now();
      Bridge bridge = now.bridge("br-int").orElseThrow();
      assertThat(now.ports(bridge))
          .extracting(Port::name)
          .containsExactlyInAnyOrder("br-int", "weft-tun");
      assertThat(now.flowTableNames(bridge)).isEqualTo(Map.of(0, "classify", 10, "guard"));
      stop(client);
    }
  }

  @Test
  void tablesHaveExactlyTheNamesThatAreGiven() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      await(client.apply(List.of(BRIDGE, names(Map.of(0, "a", 1, "b", 2, "c")))));
      await(client.apply(names(Map.of(1, "b", 2, "d", 3, "e"))));
      Vswitch now = client.now();
      assertThat(now.flowTableNames(now.bridge("br-int").orElseThrow()))
          .isEqualTo(Map.of(1, "b", 2, "d", 3, "e"));
      assertThat(await(client.apply(names(Map.of(1, "b", 2, "d", 3, "e")))))
          .isEqualTo(new SwitchAnswer.Committed(2));
      stop(client);
    }
  }

  @Test
  void fiftyPortsAddedAtOnceAreAllThereAndAreAllTakenAwayAtOnce() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      await(client.apply(BRIDGE));
      List<Future<SwitchAnswer>> open = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        open.add(client.apply(port("pod" + i)));
      }
      open.forEach(Waiting::await);
      assertThat(server.vsctl("list-ports", "br-int").lines()).hasSize(50);
      open.clear();
      for (int i = 0; i < 50; i++) {
        open.add(client.apply(new DeletePort("br-int", "pod" + i)));
      }
      open.forEach(Waiting::await);
      assertThat(server.vsctl("list-ports", "br-int")).isEmpty();
      assertThat(client.now().snapshot().rows("Interface")).hasSize(1);
      stop(client);
    }
  }

  @Test
  void thePortThatTwoClientsAddAtOnceExistsOnce() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient first = client(server);
      VswitchClient second = client(server);
      await(first.apply(BRIDGE));
      for (int i = 0; i < 20; i++) {
        Future<SwitchAnswer> one = first.apply(port("pod" + i));
        Future<SwitchAnswer> two = second.apply(port("pod" + i));
        assertThat(await(one)).isInstanceOf(SwitchAnswer.Committed.class);
        assertThat(await(two)).isInstanceOf(SwitchAnswer.Committed.class);
      }
      assertThat(server.vsctl("list-ports", "br-int").lines()).hasSize(20);
      stop(first);
      stop(second);
    }
  }

  @Test
  void aPortIsChangedInPlace() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      await(client.apply(List.of(BRIDGE, port("pod"))));
      Interface before = client.now().iface("pod").orElseThrow();
      MacAddress mac = MacAddress.parse("02:00:00:00:00:07");
      InterfaceSpec spec =
          new InterfaceSpec(
              "internal",
              Map.of("o", "1"),
              java.util.Optional.of(1400),
              java.util.Optional.of(mac),
              java.util.Optional.of(77),
              Map.of("i", "2"));
      await(client.apply(new EnsurePort("br-int", "pod", spec, Map.of("weft-pod", "b"))));
      Interface after = client.now().iface("pod").orElseThrow();
      assertThat(after.uuid()).isEqualTo(before.uuid());
      assertThat(after.type()).isEqualTo("internal");
      assertThat(after.options()).isEqualTo(Map.of("o", "1"));
      assertThat(after.mtuRequest()).hasValue(1400);
      assertThat(after.mac()).hasValue(mac);
      assertThat(after.ofportRequest()).hasValue(77);
      assertThat(after.externalIds()).isEqualTo(Map.of("i", "2"));
      assertThat(client.now().port("pod").orElseThrow().externalIds())
          .isEqualTo(Map.of("weft-pod", "b"));
      stop(client);
    }
  }

  @Test
  void externalIdsAreSetAndRemovedKeyByKey() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      await(client.apply(List.of(BRIDGE, port("pod"))));
      for (Owner owner :
          List.of(
              new Owner.Root(),
              new Owner.BridgeNamed("br-int"),
              new Owner.PortNamed("pod"),
              new Owner.InterfaceNamed("pod"))) {
        await(client.apply(new SetExternalIds(owner, Map.of("a", "1", "b", "2"), Set.of())));
        await(client.apply(new SetExternalIds(owner, Map.of("b", "3"), Set.of("a", "none"))));
      }
      Vswitch now = client.now();
      assertThat(now.root().orElseThrow().externalIds()).isEqualTo(Map.of("b", "3"));
      assertThat(now.bridge("br-int").orElseThrow().externalIds()).isEqualTo(Map.of("b", "3"));
      assertThat(now.port("pod").orElseThrow().externalIds())
          .isEqualTo(Map.of("b", "3", "weft-pod", "pod"));
      assertThat(now.iface("pod").orElseThrow().externalIds()).isEqualTo(Map.of("b", "3"));
      stop(client);
    }
  }

  @Test
  void whatCannotBeDoneIsRejectedWithTheReason() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      SwitchChange keys = new SetExternalIds(new Owner.Root(), Map.of("a", "1"), Set.of());
      assertThat(reason(client, keys)).contains("no root row").contains("ovs-vsctl init");
      assertThat(reason(client, port("pod"))).isEqualTo("Bridge 'br-int' does not exist");
      assertThat(reason(client, names(Map.of(0, "a")))).isEqualTo("Bridge 'br-int' does not exist");
      assertThat(reason(client, new SetExternalIds(new Owner.PortNamed("p"), Map.of(), Set.of())))
          .isEqualTo("Port 'p' does not exist");
      await(client.apply(BRIDGE));
      assertThat(
              reason(client, EnsureBridge.secure("other", "netdev", Map.of("k", "v")), badMode()))
          .startsWith("the database refused: constraint violation");
      assertThat(client.now().bridge("other")).isEmpty();
      stop(client);
    }
  }

  @Test
  void deletingWhatIsNotThereIsDone() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      await(client.apply(List.of(BRIDGE, port("pod"))));
      committed(client, new DeletePort("br-int", "none"));
      committed(client, new DeletePort("br-other", "pod"));
      committed(client, new DeleteBridge("none"));
      assertThat(client.now().port("pod")).isPresent();
      committed(client, new DeletePort("br-int", "pod"));
      committed(client, new DeleteBridge("br-int"));
      assertThat(client.now().bridges()).isEmpty();
      stop(client);
    }
  }

  @Test
  void carryingOutIsDoneWhenTheSwitchHasDoneIt() {
    try (OvsdbServer server = OvsdbServer.standalone();
        Vswitchd _ = new Vswitchd(server)) {
      VswitchClient client = client(server);
      await(client.carryOut(List.of(BRIDGE, tunnel()), SECONDS));
      assertThat(client.now().bridge("br-int").orElseThrow().datapathId()).isPresent();
      await(client.carryOut(List.of(internal("weft-gw")), SECONDS));
      Interface gateway = await(client.untilSettled("weft-gw", SECONDS));
      assertThat(gateway.isReady()).isTrue();
      assertThat(gateway.ofport()).isPresent();
      assertThat(client.now().root().orElseThrow().datapathTypes()).contains("netdev");
      stop(client);
    }
  }

  @Test
  void anInterfaceThatCannotBeMadeSaysWhy() {
    try (OvsdbServer server = OvsdbServer.standalone();
        Vswitchd _ = new Vswitchd(server)) {
      VswitchClient client = client(server);
      SwitchChange bad =
          new EnsurePort("br-int", "bad", InterfaceSpec.ofType("nonsense", Map.of()), Map.of());
      await(client.carryOut(List.of(BRIDGE, bad), SECONDS));
      Interface iface = await(client.untilSettled("bad", SECONDS));
      assertThat(iface.hasFailed()).isTrue();
      assertThat(iface.isReady()).isFalse();
      stop(client);
    }
  }

  @Test
  void withoutVswitchdCarryingOutFailsInTime() {
    try (OvsdbServer server = OvsdbServer.standalone()) {
      VswitchClient client = client(server);
      assertThat(failure(client.carryOut(List.of(BRIDGE), Duration.ofMillis(50))))
          .isInstanceOf(OvsdbException.NotInTime.class)
          .hasMessageContaining("carries out configuration 1 (does it run?)");
      assertThat(failure(client.untilSettled("br-int", Duration.ofMillis(50))))
          .hasMessageContaining("makes interface 'br-int'");
      stop(client);
    }
  }

  private static NameFlowTables names(Map<Integer, String> names) {
    return new NameFlowTables("br-int", names);
  }

  private static EnsurePort port(String name) {
    return new EnsurePort("br-int", name, InterfaceSpec.system(), Map.of("weft-pod", name));
  }

  private static EnsurePort internal(String name) {
    return new EnsurePort(
        "br-int", name, InterfaceSpec.ofType("internal", Map.of()).withMtu(1400), Map.of());
  }

  private static EnsurePort tunnel() {
    return new EnsurePort(
        "br-int",
        "weft-tun",
        InterfaceSpec.ofType("geneve", Map.of("remote_ip", "flow", "key", "flow")),
        Map.of());
  }

  private static SwitchChange badMode() {
    return new EnsureBridge("br-int", "netdev", "open", Set.of(), Map.of(), Map.of());
  }

  private static void committed(VswitchClient client, SwitchChange change) {
    assertThat(await(client.apply(change))).isInstanceOf(SwitchAnswer.Committed.class);
  }

  private static String reason(VswitchClient client, SwitchChange... changes) {
    return ((SwitchAnswer.Rejected) await(client.apply(List.of(changes)))).reason();
  }

  private static VswitchClient client(OvsdbServer server) {
    VswitchClient client = VswitchClient.start(VERTX, server.unix());
    await(client.connection().inSync());
    return client;
  }

  private static void stop(VswitchClient client) {
    await(client.connection().close());
  }
}
