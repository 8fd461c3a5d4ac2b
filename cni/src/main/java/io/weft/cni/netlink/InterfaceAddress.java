package io.weft.cni.netlink;

import io.weft.net.IpAddress;

/// An address of an interface (ip-address(8)). IPv6 addresses are set without duplicate address
/// detection, and neither family gets a route for its prefix: routes are set by name.
///
/// @param device the interface's name
/// @param address the address
/// @param length the prefix length
public record InterfaceAddress(String device, IpAddress address, int length) {

  /// The address alone, with the full prefix length.
  public static InterfaceAddress host(String device, IpAddress address) {
    return new InterfaceAddress(device, address, address.family().bits());
  }

  @Override
  public String toString() {
    return "address %s/%d dev %s".formatted(address, length, device);
  }
}
