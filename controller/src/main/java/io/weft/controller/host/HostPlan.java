package io.weft.controller.host;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.List;
import java.util.Optional;

/// What the host's network shall be.
///
/// @param gateway the interface between host and Pods
/// @param clusterPodCidrs the Pod CIDRs of all nodes, this one's included
/// @param serviceCidrs what is routed to the bridge beside Pods
/// @param otherNodes the addresses of all other nodes
/// @param masqueradeExclude outside ranges that see Pods' own addresses
/// @param userspace what the userspace datapath needs; empty on the kernel's
public record HostPlan(
    Gateway gateway,
    List<IpPrefix> clusterPodCidrs,
    List<IpPrefix> serviceCidrs,
    List<IpAddress> otherNodes,
    List<IpPrefix> masqueradeExclude,
    Optional<Userspace> userspace) {

  public HostPlan {
    clusterPodCidrs = clusterPodCidrs.stream().sorted().distinct().toList();
    serviceCidrs = serviceCidrs.stream().sorted().distinct().toList();
    otherNodes = otherNodes.stream().sorted().distinct().toList();
    masqueradeExclude = masqueradeExclude.stream().sorted().distinct().toList();
  }

  /// What the userspace datapath needs of the host.
  ///
  /// @param underlay the interface that Open vSwitch reads, so that the kernel must not listen to
  ///     it, nor leave checksums to it
  /// @param neighbours where the tunnels of the other nodes end
  public record Userspace(String underlay, List<IpAddress> neighbours) {
    public Userspace {
      neighbours = neighbours.stream().sorted().distinct().toList();
    }
  }

  /// The interface between host and Pods.
  ///
  /// @param device its name
  /// @param mtu its MTU in bytes
  /// @param podCidrs this node's Pod CIDRs, at most one per family
  /// @param nextHops the reserved addresses that routes point to, one per family
  /// @param nextHopMac the Ethernet address of every next hop: the pipeline's router
  /// @param reserved the ranges that only the pipeline uses
  public record Gateway(
      String device,
      int mtu,
      List<IpPrefix> podCidrs,
      List<IpAddress> nextHops,
      MacAddress nextHopMac,
      List<IpPrefix> reserved) {

    public Gateway {
      podCidrs = podCidrs.stream().sorted().toList();
      nextHops = nextHops.stream().sorted().toList();
      reserved = reserved.stream().sorted().toList();
    }

    /// The gateway's own addresses: the first of each Pod CIDR.
    public List<IpAddress> addresses() {
      return podCidrs.stream().map(cidr -> cidr.address(1)).toList();
    }

    Optional<IpPrefix> podCidr(IpFamily family) {
      return podCidrs.stream().filter(cidr -> cidr.family() == family).findFirst();
    }

    Optional<IpAddress> nextHop(IpFamily family) {
      return nextHops.stream().filter(hop -> hop.family() == family).findFirst();
    }
  }
}
