package io.weft.policy.oracle;

import io.weft.cluster.ClusterState;
import io.weft.cluster.Node;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who has which address.
///
/// Pods on the host's network and Pods that have ended own none. Of two Pods that claim one address
/// the one that is not terminating has it, else the first by name. A node has its InternalIPs, its
/// ExternalIPs and the first address of its Pod CIDRs, by which its own processes talk to Pods.
final class AddressBook {

  private final Map<IpAddress, Party> parties = new HashMap<>();

  AddressBook(ClusterState state) {
    state.all(Node.class).forEach(this::enter);
    List<Pod> pods = new ArrayList<>(state.all(Pod.class).toList());
    pods.removeIf(Pod::hostNetwork);
    pods.removeIf(pod -> pod.phase() == Pod.Phase.SUCCEEDED || pod.phase() == Pod.Phase.FAILED);
    Map<IpAddress, Pod> owners = new HashMap<>();
    // In key order: the first that stays, else the first.
    for (Pod pod : pods) {
      for (IpAddress address : pod.ips()) {
        owners.merge(
            address,
            pod,
            (known, other) -> known.terminating() && !other.terminating() ? other : known);
      }
    }
    owners.forEach((address, pod) -> parties.put(address, new Party.PodParty(address, pod)));
  }

  private void enter(Node node) {
    List<IpAddress> addresses = new ArrayList<>(node.internalIps());
    addresses.addAll(node.externalIps());
    node.podCidrs().forEach(cidr -> addresses.add(cidr.network().plus(1)));
    addresses.forEach(address -> parties.put(address, new Party.NodeParty(address, node)));
  }

  Party party(IpAddress address) {
    return parties.getOrDefault(address, new Party.Outside(address));
  }
}
