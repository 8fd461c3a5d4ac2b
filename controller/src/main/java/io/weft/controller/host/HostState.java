package io.weft.controller.host;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.Neighbour;
import io.weft.cni.netlink.Route;
import io.weft.cni.netlink.RoutingRule;
import io.weft.cni.netlink.Rtnetlink;
import java.util.List;
import java.util.Optional;

/// The host's network as the kernel has it.
///
/// @param links all interfaces
/// @param addresses of all interfaces
/// @param routes of all tables
/// @param neighbours of all interfaces
/// @param rules that go by the mark alone
public record HostState(
    List<Link> links,
    List<InterfaceAddress> addresses,
    List<Route> routes,
    List<Neighbour> neighbours,
    List<RoutingRule> rules) {

  public HostState {
    links = List.copyOf(links);
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
    neighbours = List.copyOf(neighbours);
    rules = List.copyOf(rules);
  }

  /// A network without rules that go by the mark.
  public HostState(
      List<Link> links,
      List<InterfaceAddress> addresses,
      List<Route> routes,
      List<Neighbour> neighbours) {
    this(links, addresses, routes, neighbours, List.of());
  }

  /// Reads it all; not a snapshot in the strict sense, since the kernel may change it in between.
  public static HostState read(Rtnetlink network) {
    return new HostState(
        network.links(),
        network.addresses(),
        network.routes(),
        network.neighbours(),
        network.rules());
  }

  /// The interface of this name.
  public Optional<Link> link(String name) {
    return links.stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /// The addresses of an interface that are not link-local.
  public List<InterfaceAddress> addresses(String device) {
    return addresses.stream()
        .filter(a -> a.device().equals(device) && !a.address().isLinkLocal())
        .toList();
  }
}
