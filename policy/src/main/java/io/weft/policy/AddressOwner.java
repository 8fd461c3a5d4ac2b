package io.weft.policy;

import io.weft.cluster.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Which Pod an address belongs to.
///
/// Pods that have ended own none, and neither do Pods on the host's network, whose addresses are the
/// node's. Where two claim one address (one is being replaced), the one that stays has it.
public final class AddressOwner {

  private static final Comparator<Pod> PRECEDENCE =
      Comparator.comparing(Pod::terminating).thenComparing(Pod::key);

  private AddressOwner() {}

  /// Whether the addresses in the Pod's status are its own.
  public static boolean owns(Pod pod) {
    return !pod.hostNetwork() && !pod.terminated();
  }

  /// The owner of an address that all of these Pods have in their status.
  public static Optional<Pod> among(Collection<Pod> claimants) {
    return claimants.stream().filter(AddressOwner::owns).min(PRECEDENCE);
  }
}
