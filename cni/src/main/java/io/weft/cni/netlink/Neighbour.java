package io.weft.cni.netlink;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;

/// A neighbour: the Ethernet address of an IP address on a link (ip-neighbour(8)).
///
/// @param device the interface's name
/// @param address the IP address
/// @param mac its Ethernet address; all zero while it is not known
/// @param permanent whether it was set and stays, rather than learnt; what we set always is
public record Neighbour(String device, IpAddress address, MacAddress mac, boolean permanent) {

  /// A neighbour that stays until it is deleted.
  public static Neighbour permanent(String device, IpAddress address, MacAddress mac) {
    return new Neighbour(device, address, mac, true);
  }

  @Override
  public String toString() {
    return "neighbour %s lladdr %s dev %s".formatted(address, mac, device);
  }
}
