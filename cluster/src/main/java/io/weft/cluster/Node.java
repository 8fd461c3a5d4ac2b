package io.weft.cluster;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A node (core/v1 `Node`).
///
/// @param name its name
/// @param labels its labels
/// @param internalIps `status.addresses` of type InternalIP, in the order given
/// @param externalIps `status.addresses` of type ExternalIP, in the order given
/// @param podCidrs `spec.podCIDRs`, at most one of each family
/// @param created when; [Instant#EPOCH] where it does not say
public record Node(
    String name,
    Labels labels,
    List<IpAddress> internalIps,
    List<IpAddress> externalIps,
    List<IpPrefix> podCidrs,
    Instant created)
    implements ClusterObject {

  private static final String ZONE = "topology.kubernetes.io/zone";

  public Node {
    internalIps = List.copyOf(internalIps);
    externalIps = List.copyOf(externalIps);
    podCidrs = List.copyOf(podCidrs);
  }

  /// A node that does not say when it was created.
  public Node(
      String name,
      Labels labels,
      List<IpAddress> internalIps,
      List<IpAddress> externalIps,
      List<IpPrefix> podCidrs) {
    this(name, labels, internalIps, externalIps, podCidrs, Instant.EPOCH);
  }

  /// The same with other blocks.
  public Node withPodCidrs(List<IpPrefix> blocks) {
    return new Node(name, labels, internalIps, externalIps, blocks, created);
  }

  @Override
  public ObjectKey key() {
    return ObjectKey.node(name);
  }

  /// The first InternalIP of the family.
  public Optional<IpAddress> internalIp(IpFamily family) {
    return internalIps.stream().filter(ip -> ip.family() == family).findFirst();
  }

  /// The block that this node's Pods take their addresses of the family from.
  public Optional<IpPrefix> podCidr(IpFamily family) {
    return podCidrs.stream().filter(cidr -> cidr.family() == family).findFirst();
  }

  /// Where the tunnels of other nodes end: the first IPv4 InternalIP, else the first IPv6 one.
  public Optional<IpAddress> tunnelEndpoint() {
    return internalIp(IpFamily.IPV4).or(() -> internalIp(IpFamily.IPV6));
  }

  /// The zone by the well-known label `topology.kubernetes.io/zone`.
  public Optional<String> zone() {
    return labels.value(ZONE);
  }
}
