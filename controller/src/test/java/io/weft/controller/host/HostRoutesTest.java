package io.weft.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.Neighbour;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.Route;
import io.weft.cni.netlink.RoutingRule;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostRoutesTest {

  private static final MacAddress ROUTER = MacAddress.parse("0a:77:65:66:74:01");
  private static final Link GATEWAY =
      new Link(7, "weft-gw", "tun", MacAddress.parse("02:00:00:00:00:01"), 1450, true, true);

  private static final String SERVICES = "10.96.0.0/12";

  @Test
  void fromNothingEverythingIsMadeAndThenNothingMore() {
    HostPlan plan = plan(List.of("10.244.2.0/24"), SERVICES);
    List<NetlinkChange> changes = HostRoutes.changes(plan, bare());
    assertThat(changes.stream().map(Object::toString))
        .containsExactly(
            "PutAddress[address=address 10.244.1.1/32 dev weft-gw]",
            "PutNeighbour[neighbour=neighbour 169.254.64.1 lladdr 0a:77:65:66:74:01 dev weft-gw]",
            "PutRoute[route=route 10.244.1.0/24 via 169.254.64.1 dev weft-gw]",
            "PutRoute[route=route 10.244.2.0/24 via 169.254.64.1 dev weft-gw]",
            "PutRoute[route=route 10.96.0.0/12 via 169.254.64.1 dev weft-gw]",
            "PutRoute[route=route 0.0.0.0/0 via 169.254.64.1 dev weft-gw table 87]",
            "AddRule[rule=IPv4 rule 8787 fwmark 0x2000/0x2000 lookup 87]");
    assertThat(HostRoutes.changes(plan, after(bare(), changes))).isEmpty();
  }

  @Test
  void whatIsNoLongerWantedGoesAndWhatOthersMadeStays() {
    HostPlan first = plan(List.of("10.244.2.0/24"), SERVICES);
    HostState before = after(bare(), HostRoutes.changes(first, bare()));
    List<Route> routes = new ArrayList<>(before.routes());
    routes.add(Route.link(IpPrefix.parse("198.51.100.0/24"), "weft-gw"));
    RoutingRule foreign = new RoutingRule(IpFamily.IPV4, 100, 1, 1, 87, Route.STATIC);
    RoutingRule former = new RoutingRule(IpFamily.IPV4, 100, 1, 1, 87, HostRoutes.PROTOCOL);
    HostState state =
        new HostState(
            before.links(),
            before.addresses(),
            routes,
            before.neighbours(),
            Stream.concat(before.rules().stream(), Stream.of(foreign, former)).toList());
    HostPlan next = plan(List.of(), SERVICES);
    assertThat(HostRoutes.changes(next, state).stream().map(Object::toString))
        .containsExactly(
            "DeleteRoute[route=route 10.244.2.0/24 via 169.254.64.1 dev weft-gw]",
            "DeleteRule[rule=IPv4 rule 100 fwmark 0x1/0x1 lookup 87]");
  }

  @Test
  void whereServicesAreSomebodyElsesNothingLooksAtMarks() {
    HostState before = after(bare(), HostRoutes.changes(plan(List.of(), SERVICES), bare()));
    assertThat(HostRoutes.changes(plan(List.of()), before).stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "DeleteRoute[route=route 10.96.0.0/12 via 169.254.64.1 dev weft-gw]",
            "DeleteRoute[route=route 0.0.0.0/0 via 169.254.64.1 dev weft-gw table 87]",
            "DeleteRule[rule=IPv4 rule 8787 fwmark 0x2000/0x2000 lookup 87]");
  }

  @Test
  void anAddressThatIsNotTheGatewaysIsTakenAway() {
    HostState state =
        new HostState(
            List.of(GATEWAY),
            List.of(
                InterfaceAddress.host("weft-gw", IpAddress.parse("10.244.9.1")),
                InterfaceAddress.host("weft-gw", IpAddress.parse("fe80::1"))),
            List.of(),
            List.of());
    assertThat(HostRoutes.changes(plan(List.of()), state).stream().map(Object::toString))
        .contains("DeleteAddress[address=address 10.244.9.1/32 dev weft-gw]")
        .noneMatch(change -> change.contains("fe80"));
  }

  @Test
  void rangesOfAFamilyWithoutPodsAreNotRouted() {
    assertThat(
            HostRoutes.changes(plan(List.of("fd00:10:244:2::/64")), bare()).stream()
                .map(Object::toString))
        .noneMatch(change -> change.contains("fd00"));
  }

  @Test
  void aGatewayThatIsDownIsTakenUpFirst() {
    Link down = new Link(7, "weft-gw", "tun", GATEWAY.mac(), 1450, false, false);
    HostState state = new HostState(List.of(down), List.of(), List.of(), List.of());
    assertThat(HostRoutes.changes(plan(List.of()), state).getFirst())
        .isEqualTo(NetlinkChange.up("weft-gw"));
  }

  private static HostState bare() {
    return new HostState(List.of(GATEWAY), List.of(), List.of(), List.of());
  }

  /// Of a node whose Pods and those of other nodes have these ranges, with Services here.
  private static HostPlan plan(List<String> others, String... services) {
    HostPlan.Gateway gateway =
        new HostPlan.Gateway(
            "weft-gw",
            1450,
            List.of(IpPrefix.parse("10.244.1.0/24")),
            List.of(IpAddress.parse("169.254.64.1")),
            ROUTER,
            List.of());
    List<IpPrefix> ranges = others.stream().map(IpPrefix::parse).toList();
    List<IpPrefix> pods =
        Stream.concat(Stream.of(IpPrefix.parse("10.244.1.0/24")), ranges.stream()).toList();
    return new HostPlan(
        gateway,
        pods,
        Arrays.stream(services).map(IpPrefix::parse).toList(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static HostState after(HostState state, List<NetlinkChange> changes) {
    List<InterfaceAddress> addresses = new ArrayList<>(state.addresses());
    List<Route> routes = new ArrayList<>(state.routes());
    List<Neighbour> neighbours = new ArrayList<>(state.neighbours());
    List<RoutingRule> rules = new ArrayList<>(state.rules());
    for (NetlinkChange change : changes) {
      if (change instanceof NetlinkChange.PutAddress(InterfaceAddress address)) {
        addresses.add(address);
      } else if (change instanceof NetlinkChange.PutRoute(Route route)) {
        routes.add(route);
      } else if (change instanceof NetlinkChange.PutNeighbour(Neighbour neighbour)) {
        neighbours.add(neighbour);
      } else if (change instanceof NetlinkChange.AddRule(RoutingRule rule)) {
        rules.add(rule);
      }
    }
    return new HostState(state.links(), addresses, routes, neighbours, rules);
  }
}
