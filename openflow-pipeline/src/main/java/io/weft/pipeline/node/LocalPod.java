package io.weft.pipeline.node;

import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import java.util.List;
import java.util.Optional;

/// A Pod's attachment to this node's bridge.
///
/// For a moment there may be two of one Pod, when its sandbox is made anew: so the port's name
/// identifies it. Where two claim one address, the one whose port name is smaller has it.
///
/// @param name the OVS port's name, unique on the bridge
/// @param pod which Pod
/// @param port its ofport
/// @param mac the Pod's Ethernet address
/// @param addresses the Pod's addresses, at most one of each family
public record LocalPod(
    String name, ObjectKey pod, OfPort port, MacAddress mac, List<IpAddress> addresses) {

  public LocalPod {
    addresses = List.copyOf(addresses);
    if (addresses.stream().map(IpAddress::family).distinct().count() != addresses.size()) {
      throw new IllegalArgumentException(
          "%s has two addresses of one family: %s".formatted(pod, addresses));
    }
  }

  public Optional<IpAddress> address(IpFamily family) {
    return addresses.stream().filter(address -> address.family() == family).findFirst();
  }

  /// The link-local IPv6 address that is made from the Ethernet address (RFC 4291, Appendix A).
  public IpAddress linkLocal() {
    long bits = mac.bits();
    long high = (bits >>> 24) ^ 0x02_0000L;
    return IpAddress.ofIpv6(
        0xfe80_0000_0000_0000L, high << 40 | 0xff_fe00_0000L | (bits & 0xff_ffffL));
  }
}
