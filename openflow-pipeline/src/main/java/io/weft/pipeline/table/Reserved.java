package io.weft.pipeline.table;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;

/// Addresses and numbers that mean the same on every node; host side and flows agree on them here.
///
/// The IPv4 range lies in link-local space and holds neither 169.254.169.254 (cloud metadata) nor
/// 169.254.20.10 (node-local DNS). The IPv6 range is a unique local prefix, because Linux does not
/// forward what was translated to a link-local address.
public final class Reserved {

  /// The router's Ethernet address, towards Pods, gateway and inside tunnels, on all nodes.
  public static final MacAddress ROUTER_MAC = MacAddress.parse("0a:77:65:66:74:01");

  /// Tunnel key (VNI) of all of Weft's packets.
  public static final long TUNNEL_KEY = 0x5746;

  /// Conntrack zone of every connection of a Pod.
  public static final int ZONE = 4001;

  /// Conntrack zone in which connections from outside to an endpoint elsewhere get this node's
  /// masquerade address.
  public static final int MASQUERADE_ZONE = 4002;

  /// The meter that all packets to the agent pass.
  public static final long PUNT_METER = 1;

  /// Packets per second, and burst, that may go to the agent.
  public static final long PUNT_RATE = 100;

  private static final IpPrefix RANGE_4 = IpPrefix.parse("169.254.64.0/18");
  private static final IpPrefix RANGE_6 = IpPrefix.parse("fd77:6566:7400::/48");
  private static final IpPrefix FRONTENDS_4 = IpPrefix.parse("169.254.96.0/19");
  private static final IpPrefix FRONTENDS_6 = IpPrefix.parse("fd77:6566:7400:5::/64");

  private Reserved() {}

  /// Everything below, and nothing that anybody else uses.
  public static IpPrefix range(IpFamily family) {
    return family == IpFamily.IPV4 ? RANGE_4 : RANGE_6;
  }

  /// Where the host routes to: the next hop on the gateway interface, whose neighbour entry is
  /// permanently [#ROUTER_MAC].
  public static IpAddress nextHop(IpFamily family) {
    return range(family).address(1);
  }

  /// The source of a Pod that reaches itself through a Service.
  public static IpAddress hairpin(IpFamily family) {
    return range(family).address(2);
  }

  /// The source of a node process that reaches its own node through a Service.
  public static IpAddress nodeSelf(IpFamily family) {
    return range(family).address(3);
  }

  /// What external addresses and NodePorts are translated to on the host, before the packet enters
  /// by the gateway.
  public static IpPrefix frontends(IpFamily family) {
    return family == IpFamily.IPV4 ? FRONTENDS_4 : FRONTENDS_6;
  }

  /// What the node's own addresses are translated to on the host, the port unchanged, where the port
  /// is a NodePort: the first of [#frontends].
  public static IpAddress nodePorts(IpFamily family) {
    return frontends(family).address(1);
  }
}
