package io.weft.controller.host;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.Neighbour;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.Route;
import io.weft.cni.netlink.RoutingRule;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What has to change so that the host reaches Pods and Services through the gateway.
///
/// The gateway holds the first address of each Pod CIDR. All Pod CIDRs, this node's own among them,
/// and all Service ranges are routed to a reserved next hop, whose Ethernet address is set for
/// good: nothing between host and bridge ever asks for an address.
///
/// What this node's processes answer to packets that came by the gateway leaves by the gateway, too,
/// wherever the client is: a Service translated it and must see it again. Such answers are marked
/// ([#BY_GATEWAY]), and a rule sends them to a routing table of their own.
public final class HostRoutes {

  /// Who made a route, as rtnetlink(7) numbers it: Weft.
  public static final int PROTOCOL = 87;

  /// What the kernel makes of no metric.
  private static final int IPV6_METRIC = 1024;

  /// The bit of a packet's mark, and of a tracked connection's, that says: it came by the gateway.
  public static final int BY_GATEWAY = 0x2000;

  /// The routing table for what is marked so, and the place of the rule that leads there.
  private static final int ANSWERS_TABLE = 87;

  private static final int ANSWERS_PRIORITY = 8787;

  private HostRoutes() {}

  /// The changes, in order; empty if everything is as planned.
  public static List<NetlinkChange> changes(HostPlan plan, HostState state) {
    List<NetlinkChange> changes = new ArrayList<>();
    String device = plan.gateway().device();
    if (!state.link(device).map(Link::up).orElse(false)) {
      changes.add(NetlinkChange.up(device));
    }
    addresses(plan.gateway(), state, changes);
    for (IpAddress hop : plan.gateway().nextHops()) {
      Neighbour wanted = Neighbour.permanent(device, hop, plan.gateway().nextHopMac());
      if (!state.neighbours().contains(wanted)) {
        changes.add(new NetlinkChange.PutNeighbour(wanted));
      }
    }
    routes(plan, state, changes);
    rules(plan, state, changes);
    return changes;
  }

  private static void addresses(
      HostPlan.Gateway gateway, HostState state, List<NetlinkChange> changes) {
    List<InterfaceAddress> wanted =
        gateway.addresses().stream()
            .map(address -> InterfaceAddress.host(gateway.device(), address))
            .toList();
    List<InterfaceAddress> found = state.addresses(gateway.device());
    wanted.stream()
        .filter(address -> !found.contains(address))
        .forEach(address -> changes.add(new NetlinkChange.PutAddress(address)));
    found.stream()
        .filter(address -> !wanted.contains(address))
        .forEach(address -> changes.add(new NetlinkChange.DeleteAddress(address)));
  }

  private static void routes(HostPlan plan, HostState state, List<NetlinkChange> changes) {
    Set<Route> wanted = wanted(plan);
    List<Route> found =
        state.routes().stream()
            .filter(route -> route.protocol() == PROTOCOL)
            .filter(route -> route.device().equals(plan.gateway().device()))
            .toList();
    wanted.stream()
        .filter(route -> !found.contains(route))
        .forEach(route -> changes.add(new NetlinkChange.PutRoute(route)));
    found.stream()
        .filter(route -> wanted.stream().noneMatch(w -> sameKey(w, route)))
        .forEach(route -> changes.add(new NetlinkChange.DeleteRoute(route)));
  }

  private static boolean sameKey(Route a, Route b) {
    return a.destination().equals(b.destination())
        && a.table() == b.table()
        && a.metric() == b.metric();
  }

  private static Set<Route> wanted(HostPlan plan) {
    Set<Route> routes = new LinkedHashSet<>();
    plan.clusterPodCidrs().forEach(cidr -> route(plan.gateway(), cidr).ifPresent(routes::add));
    plan.serviceCidrs().forEach(cidr -> route(plan.gateway(), cidr).ifPresent(routes::add));
    for (IpPrefix own : answering(plan)) {
      String everywhere = own.family() == IpFamily.IPV4 ? "0.0.0.0/0" : "::/0";
      route(plan.gateway(), IpPrefix.parse(everywhere))
          .map(route -> route.withTable(ANSWERS_TABLE))
          .ifPresent(routes::add);
    }
    return routes;
  }

  /// The own Pod CIDRs, where Services are Weft's: nobody marks answers elsewhere.
  private static List<IpPrefix> answering(HostPlan plan) {
    return plan.serviceCidrs().isEmpty() ? List.of() : plan.gateway().podCidrs();
  }

  private static void rules(HostPlan plan, HostState state, List<NetlinkChange> changes) {
    List<RoutingRule> wanted =
        answering(plan).stream()
            .map(IpPrefix::family)
            .distinct()
            .map(family ->
                new RoutingRule(
                    family, ANSWERS_PRIORITY, BY_GATEWAY, BY_GATEWAY, ANSWERS_TABLE, PROTOCOL))
            .toList();
    List<RoutingRule> found =
        state.rules().stream().filter(rule -> rule.protocol() == PROTOCOL).toList();
    wanted.stream()
        .filter(rule -> !found.contains(rule))
        .forEach(rule -> changes.add(new NetlinkChange.AddRule(rule)));
    found.stream()
        .filter(rule -> !wanted.contains(rule))
        .forEach(rule -> changes.add(new NetlinkChange.DeleteRule(rule)));
  }

  /// Empty for a family that this node has no Pods of.
  private static Optional<Route> route(HostPlan.Gateway gateway, IpPrefix destination) {
    IpFamily family = destination.family();
    return gateway
        .podCidr(family)
        .flatMap(own ->
            gateway
                .nextHop(family)
                .map(hop ->
                    Route.onlink(destination, hop, gateway.device())
                        .withSource(own.address(1))
                        .withMetric(family == IpFamily.IPV6 ? IPV6_METRIC : 0)
                        .withProtocol(PROTOCOL)));
  }
}
