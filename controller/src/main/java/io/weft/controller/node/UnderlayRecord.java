package io.weft.controller.node;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.Route;
import io.weft.controller.host.HostState;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.ovsdb.openvswitch.Bridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Addresses and routes of the underlay interface, which the userspace datapath's bridge takes
/// over.
///
/// The kernel forgets them whenever ovs-vswitchd stops, for the bridge's own interface goes with
/// it; so they are kept in the bridge's `external_ids`, and written there before anything is moved.
///
/// @param device the physical interface
/// @param addresses its addresses, as `address/length`
/// @param routes its routes in the main table
public record UnderlayRecord(String device, List<InterfaceAddress> addresses, List<Route> routes) {

  private static final String DEVICE = "weft-underlay";
  private static final String ADDRESSES = "weft-underlay-addresses";
  private static final String ROUTES = "weft-underlay-routes";
  private static final String RECEIVE_BUFFER = "weft-receive-buffer";

  public UnderlayRecord {
    addresses = List.copyOf(addresses);
    routes = routes.stream().sorted(Comparator.comparing(r -> r.gateway().isPresent())).toList();
  }

  /// The physical interface that a bridge has taken over.
  public static Optional<String> deviceOf(Bridge bridge) {
    return Optional.ofNullable(bridge.externalIds().get(DEVICE));
  }

  /// The size that receive buffers had before Weft enlarged them, as external ids of the bridge.
  static Map<String, String> receiveBuffer(int bytes) {
    return Map.of(RECEIVE_BUFFER, Integer.toString(bytes));
  }

  /// The size that receive buffers had before Weft enlarged them; empty if it did not.
  public static Optional<Integer> receiveBufferOf(Bridge bridge) {
    return Optional.ofNullable(bridge.externalIds().get(RECEIVE_BUFFER)).map(Integer::valueOf);
  }

  /// What there is to take over: what was recorded of this interface, and what it has itself.
  ///
  /// What appears on the interface after the take-over does not make the record forget the rest.
  public static UnderlayRecord of(String device, HostState state, Optional<Bridge> bridge) {
    List<InterfaceAddress> addresses = state.addresses(device);
    List<Route> routes =
        state.routes().stream()
            .filter(r -> r.device().equals(device) && r.table() == Route.MAIN_TABLE)
            .filter(r -> !r.destination().network().isLinkLocal())
            .filter(r -> !r.destination().network().isMulticast())
            .toList();
    Optional<UnderlayRecord> before =
        bridge
            .filter(b -> deviceOf(b).equals(Optional.of(device)))
            .map(b -> parse(device, b.externalIds()));
    if (before.isEmpty()) {
      return new UnderlayRecord(device, addresses, routes);
    }
    return addresses.isEmpty() ? before.get() : before.get().with(addresses, routes);
  }

  private UnderlayRecord with(List<InterfaceAddress> found, List<Route> foundRoutes) {
    Map<IpAddress, InterfaceAddress> allAddresses = new LinkedHashMap<>();
    addresses.forEach(a -> allAddresses.put(a.address(), a));
    found.forEach(a -> allAddresses.put(a.address(), a));
    Map<List<Object>, Route> allRoutes = new LinkedHashMap<>();
    routes.forEach(r -> allRoutes.put(List.of(r.destination(), r.metric()), r));
    foundRoutes.forEach(r -> allRoutes.put(List.of(r.destination(), r.metric()), r));
    return new UnderlayRecord(
        device, List.copyOf(allAddresses.values()), List.copyOf(allRoutes.values()));
  }

  /// What of it the bridge shall go on having, once it had all of it.
  ///
  /// An address that somebody took from the bridge is forgotten; not so where all of its family are
  /// gone, for that is the kernel's doing when a link goes down, and not the node's own address. A
  /// route goes with the address that it hangs on; another that is gone comes back. A route that
  /// somebody replaced is as it is now.
  ///
  /// @param local the node's own address
  public UnderlayRecord following(String bridge, HostState state, IpAddress local) {
    List<InterfaceAddress> there = new ArrayList<>(state.addresses(bridge));
    there.addAll(state.addresses(device)); // About to move.
    List<InterfaceAddress> kept =
        addresses.stream()
            .filter(a ->
                a.address().equals(local)
                    || there.stream().anyMatch(t -> t.address().equals(a.address()))
                    || there.stream().noneMatch(t -> t.address().family() == a.address().family()))
            .toList();
    List<InterfaceAddress> gone = addresses.stream().filter(a -> !kept.contains(a)).toList();
    return new UnderlayRecord(
        device,
        kept,
        routes.stream()
            .filter(route -> gone.stream().noneMatch(a -> hangsOn(route, a, kept)))
            .map(route -> replaced(route, bridge, state).map(r -> onto(r, device)).orElse(route))
            .toList());
  }

  private static boolean hangsOn(Route route, InterfaceAddress gone, List<InterfaceAddress> kept) {
    IpPrefix link = prefix(gone);
    boolean through =
        route
            .gateway()
            .map(gateway -> !route.onlink() && link.contains(gateway))
            .orElse(link.equals(route.destination()));
    boolean elsewhere = kept.stream().anyMatch(a -> prefix(a).overlaps(link));
    return route.source().equals(Optional.of(gone.address())) || (through && !elsewhere);
  }

  private static IpPrefix prefix(InterfaceAddress address) {
    return new IpPrefix(address.address(), address.length());
  }

  private static Optional<Route> replaced(Route route, String bridge, HostState state) {
    return state.routes().stream()
        .filter(found -> found.device().equals(bridge) && found.table() == Route.MAIN_TABLE)
        .filter(found ->
            found.destination().equals(route.destination())
                && found.metric() == route.metric()
                && !found.gateway().equals(route.gateway()))
        .findFirst();
  }

  /// The record as external ids of the bridge.
  public Map<String, String> externalIds() {
    return Map.of(
        DEVICE,
        device,
        ADDRESSES,
        addresses.stream()
            .map(a -> a.address() + "/" + a.length())
            .collect(Collectors.joining(",")),
        ROUTES,
        routes.stream().map(UnderlayRecord::text).collect(Collectors.joining(",")));
  }

  private static String text(Route route) {
    return "%s %s %s %s %d"
        .formatted(
            route.destination(),
            route.gateway().map(IpAddress::toString).orElse("-"),
            route.onlink() ? "onlink" : "-",
            route.source().map(IpAddress::toString).orElse("-"),
            route.metric());
  }

  private static UnderlayRecord parse(String device, Map<String, String> ids) {
    List<InterfaceAddress> addresses =
        parts(ids.getOrDefault(ADDRESSES, "")).stream().map(t -> address(device, t)).toList();
    List<Route> routes =
        parts(ids.getOrDefault(ROUTES, "")).stream().map(t -> route(device, t)).toList();
    return new UnderlayRecord(device, addresses, routes);
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
  }

  private static InterfaceAddress address(String device, String text) {
    int slash = text.indexOf('/');
    return new InterfaceAddress(
        device,
        IpAddress.parse(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  private static Route route(String device, String text) {
    String[] words = text.split(" ", 5);
    return new Route(
        IpPrefix.parse(words[0]),
        optional(words[1]),
        device,
        words[2].equals("onlink"),
        optional(words[3]),
        Integer.parseInt(words[4]),
        Route.MAIN_TABLE,
        Route.STATIC);
  }

  private static Optional<IpAddress> optional(String text) {
    return text.equals("-") ? Optional.empty() : Optional.of(IpAddress.parse(text));
  }

  /// The changes that let `to` have all this, and `from` none of it; empty if it is so.
  public List<NetlinkChange> move(String from, String to, HostState state) {
    List<NetlinkChange> changes = new ArrayList<>();
    for (String each : List.of(from, to)) {
      if (!state.link(each).map(link -> link.up()).orElse(false)) {
        changes.add(NetlinkChange.up(each));
      }
    }
    // What is not on record yet stays where it is until it is.
    state.addresses(from).stream()
        .filter(found -> addresses.stream().anyMatch(a -> a.address().equals(found.address())))
        .forEach(found -> changes.add(new NetlinkChange.DeleteAddress(found)));
    addresses.stream()
        .map(a -> new InterfaceAddress(to, a.address(), a.length()))
        .filter(a -> !state.addresses().contains(a))
        .forEach(a -> changes.add(new NetlinkChange.PutAddress(a)));
    boolean addressesMove = !changes.isEmpty();
    routes.stream()
        .map(r -> onto(r, to))
        .filter(r -> addressesMove || state.routes().stream().noneMatch(f -> same(f, r)))
        .forEach(r -> changes.add(new NetlinkChange.PutRoute(r)));
    return changes;
  }

  private static Route onto(Route route, String device) {
    return route.withDevice(device).withProtocol(Route.STATIC);
  }

  private static boolean same(Route a, Route b) {
    return a.destination().equals(b.destination())
        && a.gateway().equals(b.gateway())
        && a.device().equals(b.device())
        && a.metric() == b.metric();
  }
}
