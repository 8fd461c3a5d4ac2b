package io.weft.cni.spec;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/// The success answer of ADD, and the `prevResult` of later commands (CNI spec 1.1, "ADD
/// Success").
///
/// @param interfaces the interfaces made, host end and container end
/// @param ips the addresses given to them
/// @param routes the routes made in the container
/// @param nameservers addresses of DNS servers, as text
public record CniResult(
    List<Interface> interfaces, List<Ip> ips, List<Route> routes, List<String> nameservers) {

  public CniResult {
    interfaces = List.copyOf(interfaces);
    ips = List.copyOf(ips);
    routes = List.copyOf(routes);
    nameservers = List.copyOf(nameservers);
  }

  /// An interface.
  ///
  /// @param name its name
  /// @param mac its Ethernet address as text, may be empty
  /// @param sandbox the path of its network namespace; empty on the host
  /// @param mtu octets; 0 where not told; printed from 1.1.0 on
  public record Interface(String name, String mac, String sandbox, int mtu) {}

  /// An address of an interface.
  ///
  /// @param address the address itself
  /// @param length the prefix length
  /// @param gateway the default gateway, where there is one
  /// @param interfaceIndex position in `interfaces`, where told
  public record Ip(
      IpAddress address,
      int length,
      Optional<IpAddress> gateway,
      Optional<Integer> interfaceIndex) {}

  /// A route.
  ///
  /// @param destination the destination block
  /// @param gateway the next hop, where there is one
  public record Route(IpPrefix destination, Optional<IpAddress> gateway) {}
}
