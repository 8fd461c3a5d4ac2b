package io.weft.cni.netlink;

import io.weft.net.MacAddress;
import java.util.OptionalInt;

/// One change to the network of a namespace. `Put` makes or replaces, `Delete` succeeds if there is
/// nothing.
public sealed interface NetlinkChange {

  /// Makes an interface; fails with EEXIST if the name is taken.
  ///
  /// @param name its name
  /// @param kind such as `dummy` or `bridge`; see ip-link(8)
  record AddLink(String name, String kind) implements NetlinkChange {}

  /// Makes a pair of connected interfaces, both down; fails with EEXIST if a name is taken.
  ///
  /// @param name the end in this namespace
  /// @param mac its Ethernet address
  /// @param peer the other end
  /// @param peerMac its Ethernet address
  /// @param peerNamespace a file descriptor of the namespace of the other end; empty for this one
  /// @param mtu of both ends
  record AddVeth(
      String name,
      MacAddress mac,
      String peer,
      MacAddress peerMac,
      OptionalInt peerNamespace,
      int mtu)
      implements NetlinkChange {}

  /// Changes one setting of an interface.
  ///
  /// @param name its name
  /// @param setting the new value
  record SetLink(String name, LinkSetting setting) implements NetlinkChange {}

  /// Deletes an interface, and with it its peer.
  record DeleteLink(String name) implements NetlinkChange {}

  /// Makes or replaces an address.
  record PutAddress(InterfaceAddress address) implements NetlinkChange {}

  /// Deletes an address.
  record DeleteAddress(InterfaceAddress address) implements NetlinkChange {}

  /// Makes a route, or replaces the one of the same destination, table and metric.
  record PutRoute(Route route) implements NetlinkChange {}

  /// Deletes a route.
  record DeleteRoute(Route route) implements NetlinkChange {}

  /// Makes a rule; fails with EEXIST if there is the same.
  record AddRule(RoutingRule rule) implements NetlinkChange {}

  /// Deletes a rule.
  record DeleteRule(RoutingRule rule) implements NetlinkChange {}

  /// Makes or replaces a permanent neighbour.
  record PutNeighbour(Neighbour neighbour) implements NetlinkChange {}

  /// Deletes a neighbour.
  record DeleteNeighbour(Neighbour neighbour) implements NetlinkChange {}

  /// A setting of an interface.
  sealed interface LinkSetting {
    /// Administratively up or down.
    record Up(boolean up) implements LinkSetting {}

    /// The MTU in octets.
    record Mtu(int octets) implements LinkSetting {}

    /// The Ethernet address.
    record Mac(MacAddress mac) implements LinkSetting {}

    /// The name; most kernels rename only what is down.
    record Name(String name) implements LinkSetting {}

    /// The group (ip-link(8)): a number that any interfaces may share, 0 if nobody has set one.
    record Group(int number) implements LinkSetting {}

    /// Whether it makes a link-local IPv6 address for itself when it comes up.
    record Ipv6LinkLocal(boolean wanted) implements LinkSetting {}
  }

  /// Takes an interface up.
  static NetlinkChange up(String name) {
    return new SetLink(name, new LinkSetting.Up(true));
  }

  /// Takes an interface down.
  static NetlinkChange down(String name) {
    return new SetLink(name, new LinkSetting.Up(false));
  }
}
