package io.weft.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.Pod;

/// What selectors and named ports can see of a Pod itself: equal for all replicas of a workload.
///
/// The labels of the namespace are not part of it, so that relabelling a namespace changes what its
/// label sets mean, not which one a Pod has.
///
/// @param namespace the Pod's namespace
/// @param labels the Pod's labels
/// @param ports the Pod's named ports
public record LabelSet(String namespace, Labels labels, NamedPorts ports) {

  public static LabelSet of(Pod pod) {
    return new LabelSet(pod.namespace(), pod.labels(), NamedPorts.of(pod));
  }

  /// Everything it is made of, as one text; equal exactly for equal label sets.
  @Override
  public String toString() {
    return namespace + "/" + Canonical.labels(labels) + (ports.isEmpty() ? "" : ports.toString());
  }
}
