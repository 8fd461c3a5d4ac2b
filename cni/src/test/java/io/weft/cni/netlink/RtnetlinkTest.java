package io.weft.cni.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cni.linux.Errno;
import io.weft.cni.linux.NetworkNamespace;
import io.weft.cni.linux.TestNetwork;
import io.weft.cni.netlink.NetlinkChange.LinkSetting;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RtnetlinkTest {
  private static final MacAddress A = MacAddress.parse("02:00:00:00:00:0a");
  private static final MacAddress B = MacAddress.parse("02:00:00:00:00:0b");

  private static final MacAddress C = MacAddress.parse("02:00:00:00:00:0c");

  private final TestNetwork network = new TestNetwork();
  private final Rtnetlink node = network.onNode(Rtnetlink::open);

  @BeforeEach
  void addLink() {
    node.apply(
        new NetlinkChange.AddVeth("d0", A, "peer", B, OptionalInt.empty(), 1500),
        NetlinkChange.up("peer"),
        NetlinkChange.up("d0"));
  }

  @AfterEach
  void close() {
    node.close();
    network.close();
  }

  @Test
  void aLinkReadsBackAsItWasSet() {
    node.apply(
        NetlinkChange.down("d0"),
        new NetlinkChange.SetLink("d0", new LinkSetting.Mac(C)),
        new NetlinkChange.SetLink("d0", new LinkSetting.Mtu(1400)),
        new NetlinkChange.SetLink("d0", new LinkSetting.Name("d1")),
        new NetlinkChange.SetLink("d1", new LinkSetting.Ipv6LinkLocal(false)),
        NetlinkChange.up("d1"));
    Link link = node.link("d1").orElseThrow();
    assertThat(link).isEqualTo(new Link(link.index(), "d1", "veth", C, 1400, true, true));
    assertThat(node.link("d0")).isEmpty();
    assertThat(node.links()).contains(link).extracting(Link::name).contains("lo");
    assertThat(node.addresses()).noneMatch(a -> a.device().equals("d1"));
    assertThat(network.in("node", "ip", "-d", "link", "show", "d1"))
        .contains("mtu 1400", "addrgenmode none", C.toString());
  }

  @Test
  void aPairOfLinksSpansNamespaces() throws Exception {
    String other = network.addNamespace("other");
    try (var namespace = NetworkNamespace.open(other);
        Rtnetlink there = Rtnetlink.openIn(other)) {
      node.apply(new NetlinkChange.AddVeth("v0", A, "v1", B, OptionalInt.of(namespace.fd()), 1300));
      assertThat(node.link("v0").orElseThrow().mac()).isEqualTo(A);
      assertThat(there.link("v1").orElseThrow())
          .extracting(Link::mac, Link::mtu, Link::kind, Link::up)
          .containsExactly(B, 1300, "veth", false);
      node.apply(new NetlinkChange.DeleteLink("v0"));
      assertThat(there.link("v1")).isEmpty();
    }
  }

  @Test
  void addressesReadBackAndCanGo() {
    List<InterfaceAddress> addresses =
        List.of(
            new InterfaceAddress("d0", IpAddress.parse("10.9.0.1"), 24),
            InterfaceAddress.host("d0", IpAddress.parse("fd09::1")));
    for (int round = 0; round < 2; round++) {
      addresses.forEach(a -> node.apply(new NetlinkChange.PutAddress(a)));
    }
    assertThat(node.addresses()).containsAll(addresses);
    assertThat(network.in("node", "ip", "-6", "addr", "show", "dev", "d0")).contains("nodad");
    for (int round = 0; round < 2; round++) {
      addresses.forEach(a -> node.apply(new NetlinkChange.DeleteAddress(a)));
    }
    assertThat(node.addresses()).doesNotContainAnyElementsOf(addresses);
  }

  @Test
  void rulesOfBothFamiliesReadBackAndCanGo() {
    List<RoutingRule> rules =
        List.of(
            new RoutingRule(IpFamily.IPV4, 500, 0x2000, 0x2000, 87, 87),
            new RoutingRule(IpFamily.IPV6, 501, 0x8000_0000, 0xf000_0000, 70_000, 88));
    rules.forEach(rule -> node.apply(new NetlinkChange.AddRule(rule)));
    assertThat(node.rules()).containsAll(rules);
    assertThat(network.in("node", "ip", "rule", "show"))
        .contains("500:", "fwmark 0x2000/0x2000 lookup 87");
    assertThatThrownBy(() -> node.apply(new NetlinkChange.AddRule(rules.getFirst())))
        .hasMessageContaining("IPv4 rule 500 fwmark 0x2000/0x2000 lookup 87");
    for (int round = 0; round < 2; round++) {
      rules.forEach(rule -> node.apply(new NetlinkChange.DeleteRule(rule)));
    }
    assertThat(node.rules()).doesNotContainAnyElementsOf(rules);
  }

  @Test
  void routesOfBothFamiliesReadBackAndCanGo() {
    IpAddress source = IpAddress.parse("10.9.0.1");
    node.apply(new NetlinkChange.PutAddress(InterfaceAddress.host("d0", source)));
    List<Route> routes =
        List.of(
            Route.onlink(IpPrefix.parse("10.1.0.0/16"), IpAddress.parse("169.254.7.1"), "d0")
                .withSource(source),
            Route.onlink(IpPrefix.parse("0.0.0.0/0"), IpAddress.parse("10.8.0.1"), "d0"),
            Route.link(IpPrefix.parse("10.3.0.0/24"), "d0").withMetric(77).withProtocol(99),
            new Route(
                IpPrefix.parse("10.4.0.0/24"),
                Optional.empty(),
                "d0",
                false,
                Optional.empty(),
                0,
                1000,
                Route.STATIC),
            Route.onlink(IpPrefix.parse("fd01::/64"), IpAddress.parse("fd77::1"), "d0")
                .withMetric(50),
            Route.onlink(IpPrefix.parse("::/0"), IpAddress.parse("fd77::1"), "d0")
                .withMetric(1024));
    for (int round = 0; round < 2; round++) {
      routes.forEach(r -> node.apply(new NetlinkChange.PutRoute(r)));
    }
    assertThat(node.routes()).containsAll(routes);
    assertThat(network.in("node", "ip", "route"))
        .contains("10.1.0.0/16 via 169.254.7.1 dev d0 proto static src 10.9.0.1 onlink");
    for (int round = 0; round < 2; round++) {
      routes.forEach(r -> node.apply(new NetlinkChange.DeleteRoute(r)));
    }
    assertThat(node.routes()).doesNotContainAnyElementsOf(routes);
  }

  @Test
  void aRouteIsReplacedByOneWithAnotherNextHop() {
    IpPrefix to = IpPrefix.parse("10.1.0.0/16");
    Route second = Route.onlink(to, IpAddress.parse("169.254.7.2"), "d0");
    node.apply(
        new NetlinkChange.PutAddress(InterfaceAddress.host("d0", IpAddress.parse("10.9.0.1"))),
        new NetlinkChange.PutRoute(Route.onlink(to, IpAddress.parse("169.254.7.1"), "d0")),
        new NetlinkChange.PutRoute(second));
    assertThat(node.routes()).filteredOn(r -> r.destination().equals(to)).containsExactly(second);
  }

  @Test
  void permanentNeighboursReadBackAndCanGo() {
    List<Neighbour> neighbours =
        List.of(
            Neighbour.permanent("d0", IpAddress.parse("169.254.7.1"), A),
            Neighbour.permanent("d0", IpAddress.parse("fd77::1"), B));
    neighbours.forEach(n -> node.apply(new NetlinkChange.PutNeighbour(n)));
    assertThat(node.neighbours()).containsAll(neighbours);
    for (int round = 0; round < 2; round++) {
      neighbours.forEach(n -> node.apply(new NetlinkChange.DeleteNeighbour(n)));
    }
    assertThat(node.neighbours()).doesNotContainAnyElementsOf(neighbours);
  }

  @Test
  void markedLinksGoTogetherAndOthersStay() {
    List<String> doomed = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      node.apply(new NetlinkChange.AddLink("gone" + i, "bridge"));
      doomed.add("gone" + i);
    }
    doomed.add("never-there");
    node.apply(NetlinkChange.up("gone0"));
    node.markForDeletion(doomed);
    assertThat(node.link("gone0").orElseThrow().up()).isFalse();
    node.deleteMarked();
    node.deleteMarked();
    assertThat(node.links()).noneMatch(l -> l.name().startsWith("gone"));
    assertThat(node.index("gone0")).isEmpty();
    assertThat(node.index("lo")).contains(1);
  }

  @Test
  void manyChangesGoInOneCall() {
    List<NetlinkChange> changes = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      IpPrefix to = IpPrefix.parse("10.1.0.0/32").network().plus(i).toPrefix();
      changes.add(new NetlinkChange.PutRoute(Route.link(to, "d0")));
    }
    node.apply(changes);
    assertThat(node.routes()).hasSizeGreaterThanOrEqualTo(1000);
  }

  @Test
  void whatIsAbsentCanBeDeleted() {
    IpAddress address = IpAddress.parse("10.0.0.1");
    node.apply(
        new NetlinkChange.DeleteLink("none"),
        new NetlinkChange.DeleteAddress(InterfaceAddress.host("none", address)),
        new NetlinkChange.DeleteRoute(Route.link(address.toPrefix(), "none")),
        new NetlinkChange.DeleteNeighbour(Neighbour.permanent("none", address, A)));
    assertThat(node.link("none")).isEmpty();
  }

  @Test
  void aRefusalNamesTheChangeAndTheReason() {
    assertThatThrownBy(() ->
            node.apply(new NetlinkChange.AddVeth("d0", A, "v1", B, OptionalInt.empty(), 1500)))
        .isInstanceOfSatisfying(
            NetlinkException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
        .hasMessageContaining("cannot apply AddVeth[name=d0, ");
    assertThatThrownBy(() -> node.apply(new NetlinkChange.AddLink("x0", "no-such-kind")))
        .hasMessageContaining("Unknown device type");
    assertThatThrownBy(() -> node.apply(NetlinkChange.up("none"))).hasMessageContaining("ENODEV");
    IpAddress address = IpAddress.parse("10.0.0.1");
    assertThatThrownBy(
            () -> node.apply(new NetlinkChange.PutAddress(InterfaceAddress.host("none", address))))
        .hasMessageContaining("no interface none: ENODEV");
  }

  @Test
  void checksumOffloadCanBeSwitchedOff() {
    node.apply(new NetlinkChange.AddVeth("v0", A, "v1", B, OptionalInt.empty(), 1500));
    node.disableTransmitChecksumOffload("v0");
    assertThat(network.in("node", "ethtool", "-k", "v0")).contains("tx-checksumming: off");
    assertThatThrownBy(() -> node.disableTransmitChecksumOffload("none"))
        .hasMessageContaining("transmit checksum offload of none off: ENODEV");
  }
}
