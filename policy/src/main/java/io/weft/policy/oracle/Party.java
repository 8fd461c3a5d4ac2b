package io.weft.policy.oracle;

import io.weft.cluster.Node;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;

/// Who an address is.
sealed interface Party {

  IpAddress address();

  /// A Pod with a network of its own.
  record PodParty(IpAddress address, Pod pod) implements Party {
    boolean runsOn(Party other) {
      return other instanceof NodeParty(_, Node node)
          && pod.nodeName().filter(node.name()::equals).isPresent();
    }
  }

  /// A node, and with it every process and Pod on its host network.
  record NodeParty(IpAddress address, Node node) implements Party {}

  /// Anything else, whether outside of the cluster or unknown.
  record Outside(IpAddress address) implements Party {}
}
