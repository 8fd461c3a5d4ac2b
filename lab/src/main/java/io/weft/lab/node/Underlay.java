package io.weft.lab.node;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.NodeSpec;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The network between the nodes: a bridge in a namespace that is also the router to, and the home
/// of, all hosts outside the cluster.
///
/// Outside hosts reach Pods by routes to each Pod CIDR through the node that owns it.
public final class Underlay {

  private static final String BRIDGE = "underlay";

  /// Not every kernel has dummy devices; the loopback holds any address.
  private static final String OUTSIDE = "lo";

  private final LabPaths paths;

  private Underlay(LabPaths paths) {
    this.paths = paths;
  }

  /// Builds the hub namespace; nodes are plugged in with [#plug].
  public static Underlay create(LabPaths paths, LabSpec spec) {
    Underlay underlay = new Underlay(paths);
    NetworkNamespace hub = paths.hub();
    hub.create();
    quickAddresses(hub);
    List<String> lines = new ArrayList<>();
    lines.add("link add " + BRIDGE + " type bridge");
    for (IpPrefix prefix : prefixes(spec)) {
      String unique = prefix.network().isIpv6() ? " nodad" : "";
      lines.add(
          "addr add %s/%d dev %s%s".formatted(router(prefix), prefix.length(), BRIDGE, unique));
    }
    lines.add("link set " + BRIDGE + " up");
    hub.ip(lines);
    underlay.externalHosts(List.of(), spec.externalHosts());
    return underlay;
  }

  /// No waiting for duplicate addresses and routers: every address here is known to be unique.
  static void quickAddresses(NetworkNamespace namespace) {
    namespace.sysctl(
        "net/ipv6/conf/all/accept_dad", "0",
        "net/ipv6/conf/default/accept_dad", "0",
        "net/ipv6/conf/all/accept_ra", "0",
        "net/ipv6/conf/default/accept_ra", "0");
  }

  private static Set<IpPrefix> prefixes(LabSpec spec) {
    Set<IpPrefix> prefixes = new LinkedHashSet<>();
    for (NodeSpec node : spec.nodes()) {
      node.addresses().forEach(address -> prefixes.add(NodeSpec.underlay(address)));
    }
    return prefixes;
  }

  private static IpAddress router(IpPrefix prefix) {
    return prefix.address(1);
  }

  /// Connects a node: `eth0` in its namespace with its InternalIPs and default routes, and routes to
  /// its Pod CIDRs for everybody outside.
  ///
  /// @param number the node's position, from 0; makes its link's name
  public void plug(NodeSpec node, NetworkNamespace namespace, int number) {
    String port = "port" + number;
    List<String> hub = new ArrayList<>();
    hub.add("link add %s type veth peer name eth0 netns %s".formatted(port, namespace.name()));
    hub.add("link set %s master %s up".formatted(port, BRIDGE));
    paths.hub().ip(hub);
    // A wire carries whole checksums: the userspace datapath reads what the far end of a veth
    // sends.
    String _ = paths.hub().command("ethtool", "-K", port, "tx", "off").run();
    List<String> inside = new ArrayList<>();
    for (IpAddress address : node.addresses()) {
      IpPrefix prefix = NodeSpec.underlay(address);
      String unique = address.isIpv6() ? " nodad" : "";
      inside.add("addr add %s/%d dev eth0%s".formatted(address, prefix.length(), unique));
    }
    inside.add("link set eth0 up");
    for (IpAddress address : node.addresses()) {
      inside.add("route replace default via " + router(NodeSpec.underlay(address)));
    }
    namespace.ip(inside);
    List<String> routes = new ArrayList<>();
    for (IpPrefix cidr : node.podCidrs()) {
      node.address(cidr.family())
          .ifPresent(owner -> routes.add("route replace %s via %s".formatted(cidr, owner)));
    }
    paths.hub().ip(routes);
  }

  /// Replaces the outside hosts' addresses.
  ///
  /// @param before those that are there
  /// @param after those that shall be
  public void externalHosts(List<ExternalHost> before, List<ExternalHost> after) {
    List<String> lines = new ArrayList<>();
    before.forEach(host -> host.addresses().forEach(a -> lines.add(outside("del", a))));
    after.forEach(host -> host.addresses().forEach(a -> lines.add(outside("add", a))));
    paths.hub().ip(lines);
  }

  private static String outside(String verb, IpAddress address) {
    String unique = address.isIpv6() && verb.equals("add") ? " nodad" : "";
    return "addr %s %s dev %s%s".formatted(verb, address.toPrefix(), OUTSIDE, unique);
  }

  /// Sends what the outside has for `destination` to a node, until [#unroute].
  public void route(IpAddress destination, IpAddress node) {
    paths.hub().ip("route replace %s via %s".formatted(destination.toPrefix(), node));
  }

  /// Ends what [#route] did.
  public void unroute(IpAddress destination) {
    paths.hub().ip("route del " + destination.toPrefix());
  }
}
