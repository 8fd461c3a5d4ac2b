package io.weft.controller.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.Route;
import io.weft.controller.host.HostState;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.openvswitch.Bridge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnderlayTest {

  private static final IpAddress LOCAL = IpAddress.parse("192.0.2.1");
  private static final InterfaceAddress ADDRESS = new InterfaceAddress("eth0", LOCAL, 24);
  private static final Route LINK = Route.link(IpPrefix.parse("192.0.2.0/24"), "eth0");
  private static final Route DEFAULT =
      new Route(
          IpPrefix.parse("0.0.0.0/0"),
          Optional.of(IpAddress.parse("192.0.2.254")),
          "eth0",
          false,
          Optional.empty(),
          100,
          Route.MAIN_TABLE,
          3);

  @Test
  void theUnderlayHasTheNodesAddress() {
    Underlay found = Underlay.find("", LOCAL, fresh(), Optional.empty());
    assertThat(found).isEqualTo(new Underlay("eth0", LOCAL, 1500));
  }

  @Test
  void afterATakeOverItIsTheRecordedInterface() {
    assertThat(Underlay.find("", LOCAL, taken(), Optional.of(bridge())).device()).isEqualTo("eth0");
    HostState lost = new HostState(taken().links(), List.of(), List.of(), List.of());
    assertThat(Underlay.find("", LOCAL, lost, Optional.of(bridge())).device()).isEqualTo("eth0");
  }

  @Test
  void theConfigurationWinsAndAWrongNameIsNamed() {
    assertThat(Underlay.find("lo", LOCAL, fresh(), Optional.empty()).device()).isEqualTo("lo");
    assertThatThrownBy(() -> Underlay.find("eth9", LOCAL, fresh(), Optional.empty()))
        .hasMessageContaining("no interface eth9")
        .hasMessageContaining("underlayInterface");
    IpAddress elsewhere = IpAddress.parse("192.0.2.9");
    assertThatThrownBy(() -> Underlay.find("", elsewhere, fresh(), Optional.empty()))
        .hasMessageContaining("192.0.2.9")
        .hasMessageContaining("underlayInterface");
  }

  @Test
  void addressesAndRoutesMoveToTheBridgeLinkRoutesFirst() {
    UnderlayRecord record = UnderlayRecord.of("eth0", fresh(), Optional.empty());
    assertThat(record.move("eth0", "br-ex", fresh()).stream().map(Object::toString))
        .containsExactly(
            "SetLink[name=br-ex, setting=Up[up=true]]",
            "DeleteAddress[address=address 192.0.2.1/24 dev eth0]",
            "PutAddress[address=address 192.0.2.1/24 dev br-ex]",
            "PutRoute[route=route 192.0.2.0/24 dev br-ex]",
            "PutRoute[route=route 0.0.0.0/0 via 192.0.2.254 dev br-ex metric 100]");
  }

  @Test
  void onceMovedNothingIsLeftToDo() {
    UnderlayRecord record = UnderlayRecord.of("eth0", taken(), Optional.of(bridge()));
    assertThat(record.move("eth0", "br-ex", taken())).isEmpty();
  }

  @Test
  void whatTheKernelForgotComesBackFromTheRecord() {
    HostState lost = new HostState(taken().links(), List.of(), List.of(), List.of());
    UnderlayRecord record = UnderlayRecord.of("eth0", lost, Optional.of(bridge()));
    assertThat(record.move("eth0", "br-ex", lost))
        .contains(new NetlinkChange.PutAddress(new InterfaceAddress("br-ex", LOCAL, 24)))
        .hasSize(3);
    assertThat(record.externalIds()).isEqualTo(bridge().externalIds());
  }

  @Test
  void whatAppearsLaterOnTheInterfaceJoinsTheRecord() {
    InterfaceAddress late = new InterfaceAddress("eth0", IpAddress.parse("198.51.100.9"), 24);
    Route itsRoute = Route.link(IpPrefix.parse("198.51.100.0/24"), "eth0");
    HostState state = new HostState(taken().links(), List.of(late), List.of(itsRoute), List.of());
    UnderlayRecord record = UnderlayRecord.of("eth0", state, Optional.of(bridge()));
    assertThat(record.addresses()).containsExactly(ADDRESS, late);
    assertThat(record.routes().stream().map(Route::destination))
        .containsExactlyInAnyOrder(
            LINK.destination(), itsRoute.destination(), DEFAULT.destination());
  }

  @Test
  void anAddressTakenFromTheBridgeIsForgottenWithItsRoutes() {
    InterfaceAddress second = new InterfaceAddress("eth0", IpAddress.parse("198.51.100.9"), 24);
    Route itsLink = Route.link(IpPrefix.parse("198.51.100.0/24"), "eth0");
    Route through = via("203.0.113.0/24", "198.51.100.1");
    UnderlayRecord record =
        new UnderlayRecord(
            "eth0", List.of(ADDRESS, second), List.of(LINK, itsLink, through, DEFAULT));
    UnderlayRecord now = record.following("br-ex", taken(), LOCAL);
    assertThat(now.addresses()).containsExactly(ADDRESS);
    assertThat(now.routes()).containsExactly(LINK, DEFAULT);
  }

  @Test
  void whatTheKernelForgetsWhenALinkGoesDownIsNotForgotten() {
    UnderlayRecord record = new UnderlayRecord("eth0", List.of(ADDRESS), List.of(LINK, DEFAULT));
    HostState down = new HostState(taken().links(), List.of(), List.of(), List.of());
    assertThat(record.following("br-ex", down, LOCAL)).isEqualTo(record);
    InterfaceAddress other = new InterfaceAddress("br-ex", IpAddress.parse("198.51.100.9"), 24);
    HostState strange = new HostState(taken().links(), List.of(other), List.of(), List.of());
    assertThat(record.following("br-ex", strange, LOCAL)).as("the node's own").isEqualTo(record);
  }

  @Test
  void aRouteThatSomebodyReplacedOnTheBridgeIsAsItIsNow() {
    UnderlayRecord record =
        new UnderlayRecord(
            "eth0", List.of(ADDRESS), List.of(LINK, via("203.0.113.0/24", "192.0.2.7")));
    Route other = via("203.0.113.0/24", "192.0.2.8");
    HostState state =
        new HostState(
            taken().links(), taken().addresses(), List.of(other.withDevice("br-ex")), List.of());
    assertThat(record.following("br-ex", state, LOCAL).routes()).containsExactly(LINK, other);
  }

  private static Route via(String destination, String gateway) {
    return new Route(
        IpPrefix.parse(destination),
        Optional.of(IpAddress.parse(gateway)),
        "eth0",
        false,
        Optional.empty(),
        0,
        Route.MAIN_TABLE,
        Route.STATIC);
  }

  private static HostState fresh() {
    return new HostState(
        List.of(link("lo", 65536, true), link("eth0", 1500, true), link("br-ex", 1500, false)),
        List.of(ADDRESS),
        List.of(DEFAULT, LINK, Route.link(IpPrefix.parse("fe80::/64"), "eth0")),
        List.of());
  }

  private static HostState taken() {
    return new HostState(
        List.of(link("eth0", 1500, true), link("br-ex", 1500, true)),
        List.of(new InterfaceAddress("br-ex", LOCAL, 24)),
        List.of(
            Route.link(IpPrefix.parse("192.0.2.0/24"), "br-ex"),
            new Route(
                DEFAULT.destination(),
                DEFAULT.gateway(),
                "br-ex",
                false,
                Optional.empty(),
                100,
                Route.MAIN_TABLE,
                Route.STATIC)),
        List.of());
  }

  private static Link link(String name, int mtu, boolean up) {
    return new Link(3, name, "", MacAddress.parse("02:00:00:00:00:03"), mtu, up, up);
  }

  private static Bridge bridge() {
    return new Bridge(
        new Atom.Uuid(UUID.nameUUIDFromBytes(new byte[] {1})),
        "br-ex",
        "netdev",
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Set.of(),
        Map.of(),
        Map.of(),
        new UnderlayRecord("eth0", List.of(ADDRESS), List.of(LINK, DEFAULT)).externalIds());
  }
}
