package io.weft.pipeline.node;

import io.weft.cluster.Node;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Optional;

/// Another node, as far as packets go there.
///
/// @param name its name
/// @param endpoint the underlay address where its tunnels begin and end
/// @param podCidrs the blocks of its Pods, at least one
public record RemoteNode(String name, IpAddress endpoint, List<IpPrefix> podCidrs) {

  public RemoteNode {
    podCidrs = List.copyOf(podCidrs);
  }

  /// The node, if it has what it takes: an InternalIP and a Pod CIDR.
  public static Optional<RemoteNode> of(Node node) {
    return node.podCidrs().isEmpty()
        ? Optional.empty()
        : node.tunnelEndpoint()
            .map(endpoint -> new RemoteNode(node.name(), endpoint, node.podCidrs()));
  }
}
