package io.weft.policy;

import io.weft.cluster.NetworkPolicy.Peer;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Who a rule allows: Pods that one of the selectors selects, and addresses in one of the blocks.
///
/// @param everyone whether all traffic is allowed, whoever it is with; then the rest is empty
/// @param selectors Pods by labels
/// @param blocks addresses
public record Peers(
    boolean everyone, NavigableSet<PodSelector> selectors, NavigableSet<IpBlock> blocks) {

  public Peers {
    selectors = Canonical.copy(selectors);
    blocks = Canonical.copy(blocks);
  }

  /// The peers of a rule in a policy of `namespace`; an empty list means everyone.
  static Peers of(String namespace, List<Peer> peers) {
    NavigableSet<PodSelector> selectors = new TreeSet<>();
    NavigableSet<IpBlock> blocks = new TreeSet<>();
    for (Peer peer : peers) {
      switch (peer) {
        case Peer.Pods pods -> selectors.add(PodSelector.of(namespace, pods));
        case Peer.IpBlock(var cidr, var except) ->
            blocks.add(new IpBlock(cidr, new TreeSet<>(except)));
      }
    }
    return new Peers(peers.isEmpty(), selectors, blocks);
  }
}
