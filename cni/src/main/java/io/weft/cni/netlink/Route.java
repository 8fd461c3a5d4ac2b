package io.weft.cni.netlink;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.Optional;

/// A unicast route with one next hop (ip-route(8)).
///
/// @param destination the block
/// @param gateway the next hop; empty for what is on the link
/// @param device the interface's name
/// @param onlink whether the gateway is taken to be on the link though no address says so
/// @param source the source address that the node's own packets get; empty to let the kernel choose
/// @param metric less is preferred; 0 is the kernel's default (for IPv6 it reads back as 1024)
/// @param table the routing table; 254 is the main one
/// @param protocol who made the route: 3 at boot, 4 by hand; see rtnetlink(7)
public record Route(
    IpPrefix destination,
    Optional<IpAddress> gateway,
    String device,
    boolean onlink,
    Optional<IpAddress> source,
    int metric,
    int table,
    int protocol) {

  /// The main routing table.
  public static final int MAIN_TABLE = 254;

  /// A route made by hand, in the sense of rtnetlink(7).
  public static final int STATIC = 4;

  public Route {
    boolean mixed =
        gateway.map(IpAddress::family).orElse(destination.family()) != destination.family()
            || source.map(IpAddress::family).orElse(destination.family()) != destination.family();
    if (mixed) {
      throw new IllegalArgumentException(
          "route to %s via %s src %s mixes families".formatted(destination, gateway, source));
    }
  }

  /// A route through a next hop that is on the link whatever the addresses say.
  public static Route onlink(IpPrefix destination, IpAddress gateway, String device) {
    return new Route(
        destination, Optional.of(gateway), device, true, Optional.empty(), 0, MAIN_TABLE, STATIC);
  }

  /// A route to what is on the link itself.
  public static Route link(IpPrefix destination, String device) {
    return new Route(
        destination, Optional.empty(), device, false, Optional.empty(), 0, MAIN_TABLE, STATIC);
  }

  /// The same route with a source address for the node's own packets.
  public Route withSource(IpAddress address) {
    return new Route(
        destination, gateway, device, onlink, Optional.of(address), metric, table, protocol);
  }

  /// The same route by another interface.
  public Route withDevice(String name) {
    return new Route(destination, gateway, name, onlink, source, metric, table, protocol);
  }

  /// The same route with a metric.
  public Route withMetric(int value) {
    return new Route(destination, gateway, device, onlink, source, value, table, protocol);
  }

  /// The same route in another table.
  public Route withTable(int value) {
    return new Route(destination, gateway, device, onlink, source, metric, value, protocol);
  }

  /// The same route made by another.
  public Route withProtocol(int value) {
    return new Route(destination, gateway, device, onlink, source, metric, table, value);
  }

  @Override
  public String toString() {
    return "route %s%s dev %s%s%s"
        .formatted(
            destination,
            gateway.map(g -> " via " + g).orElse(""),
            device,
            table == MAIN_TABLE ? "" : " table " + table,
            metric == 0 ? "" : " metric " + metric);
  }
}
