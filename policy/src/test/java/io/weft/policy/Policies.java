package io.weft.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Policies for tests.
final class Policies {

  private Policies() {}

  /// Isolates every Pod of the namespace from all but those of it with these labels.
  static Policy allowing(String namespace, String name, Map<String, String> labels) {
    return Policy.of(
        ingress(
            namespace,
            name,
            new Peer.Pods(Optional.empty(), Optional.of(LabelSelector.matchLabels(labels)))));
  }

  static NetworkPolicy ingress(String namespace, String name, Peer... peers) {
    return new NetworkPolicy(
        namespace,
        name,
        LabelSelector.EVERYTHING,
        true,
        false,
        List.of(new NetworkPolicy.Rule(0, List.of(peers), List.of())),
        List.of(),
        List.of());
  }
}
