package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import java.util.List;

/// What a policy does on this node.
///
/// @param policy which policy
/// @param ingressOn the Pods of this node whose incoming traffic it judges, sorted
/// @param egressOn the Pods of this node whose outgoing traffic it judges, sorted
/// @param faults what of it is broken, unsupported or without effect, in words; what is broken allows
///     nothing
public record PolicyStatus(
    ObjectKey policy, List<ObjectKey> ingressOn, List<ObjectKey> egressOn, List<String> faults) {

  public PolicyStatus {
    ingressOn = List.copyOf(ingressOn);
    egressOn = List.copyOf(egressOn);
    faults = List.copyOf(faults);
  }

  /// Whether it judges any Pod of this node.
  public boolean inForce() {
    return !ingressOn.isEmpty() || !egressOn.isEmpty();
  }
}
