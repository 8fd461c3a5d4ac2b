package io.weft.cni.wiring;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.List;

/// A Pod's interface as the operating system shall have it.
///
/// @param hostInterface the name of the host's end, the port of the bridge
/// @param netns the path of the Pod's network namespace
/// @param podInterface the name of the Pod's end
/// @param podMac its Ethernet address
/// @param addresses its addresses, each with the full prefix length
/// @param gateways the next hops of the default routes, one per family of `addresses`
/// @param node what all Pods of the node have in common
public record PodLink(
    String hostInterface,
    String netns,
    String podInterface,
    MacAddress podMac,
    List<IpAddress> addresses,
    List<IpAddress> gateways,
    Node node) {

  public PodLink {
    addresses = List.copyOf(addresses);
    gateways = List.copyOf(gateways);
  }

  /// What all Pods of the node have in common.
  ///
  /// @param podCidrs the node's Pod CIDRs, at most one per family
  /// @param mtu of both ends, in octets; for Pods with IPv6 at least 1280
  /// @param userspaceDatapath whether OVS forwards in user space: then the kernel's stack behind
  ///     the host's end must see no packet, and the Pod has to compute its own checksums
  public record Node(List<IpPrefix> podCidrs, int mtu, boolean userspaceDatapath) {
    public Node {
      podCidrs = podCidrs.stream().sorted().toList();
      boolean ipv6 = podCidrs.stream().anyMatch(p -> p.network().isIpv6());
      int least = ipv6 ? 1280 : 576;
      if (mtu < least || mtu > 65_535) {
        throw new IllegalArgumentException(
            "Pod MTU %d; it must be %d to 65535: check the MTU of the underlay"
                .formatted(mtu, least));
      }
    }
  }

  /// The interface that an attachment stands for.
  public static PodLink of(Attachment attachment, Node node) {
    return new PodLink(
        attachment.hostInterface(),
        attachment.netns(),
        attachment.key().ifName(),
        attachment.mac(),
        attachment.addresses(),
        attachment.gateways(node.podCidrs()),
        node);
  }
}
