package io.weft.controller.cluster;

import io.weft.cluster.Node;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which node has which Pod CIDR, where several claim the same addresses: the oldest, so that no node
/// that comes later takes them away; of those created at one time the first by name.
///
/// Every node of the cluster decides alike, whatever the order in which it heard of the others. Pure.
///
/// @param nodes the nodes by name, each with the Pod CIDRs that it has
/// @param conflicts the claims that were refused, one sentence each with the remedy, by node
record PodCidrClaims(Map<String, Node> nodes, Map<String, String> conflicts) {

  PodCidrClaims {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    conflicts = Collections.unmodifiableMap(new TreeMap<>(conflicts));
  }

  private static final Comparator<Node> BY_AGE =
      Comparator.comparing(Node::created).thenComparing(Node::name);

  private record Claim(IpPrefix cidr, String node) {}

  /// Settles the claims of these nodes. Costs n log n.
  static PodCidrClaims of(Collection<Node> claimants) {
    Map<String, Node> nodes = new TreeMap<>();
    Map<String, String> conflicts = new TreeMap<>();
    TreeMap<IpAddress, Claim> granted = new TreeMap<>();
    for (Node node : claimants.stream().sorted(BY_AGE).toList()) {
      List<IpPrefix> kept = new ArrayList<>();
      for (IpPrefix cidr : node.podCidrs()) {
        Optional<Claim> other = overlapping(granted, cidr);
        if (other.isEmpty()) {
          kept.add(cidr);
        } else {
          conflicts.merge(node.name(), conflict(node, cidr, other.get()), (a, b) -> a + "; " + b);
        }
      }
      kept.forEach(cidr -> granted.put(cidr.network(), new Claim(cidr, node.name())));
      nodes.put(
          node.name(), kept.size() == node.podCidrs().size() ? node : node.withPodCidrs(kept));
    }
    return new PodCidrClaims(nodes, conflicts);
  }

  /// What was granted does not overlap, so only the neighbours of the block's first address can.
  private static Optional<Claim> overlapping(TreeMap<IpAddress, Claim> granted, IpPrefix cidr) {
    return Optional.ofNullable(granted.floorEntry(cidr.network()))
        .filter(before -> before.getValue().cidr().overlaps(cidr))
        .or(() ->
            Optional.ofNullable(granted.ceilingEntry(cidr.network()))
                .filter(after -> after.getValue().cidr().overlaps(cidr)))
        .map(Map.Entry::getValue);
  }

  private static String conflict(Node node, IpPrefix cidr, Claim other) {
    return "Node %s: Pod CIDR %s overlaps %s of Node %s, which has it; give %s another"
        .formatted(node.name(), cidr, other.cidr(), other.node(), node.name());
  }
}
