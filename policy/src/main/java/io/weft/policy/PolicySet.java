package io.weft.policy;

import io.weft.cluster.ObjectKey;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Everything that decides how a Pod is judged as the subject of policies. Pods with equal policy
/// sets are judged by the same flows.
///
/// @param policies the policies that select it
/// @param names those of its named ports that ingress rules of these policies refer to
public record PolicySet(NavigableSet<ObjectKey> policies, NamedPorts names) {

  /// Of a Pod that no policy selects.
  public static final PolicySet NONE =
      new PolicySet(Collections.emptyNavigableSet(), NamedPorts.NONE);

  public PolicySet {
    policies = Collections.unmodifiableNavigableSet(new TreeSet<>(policies));
  }

  public boolean isEmpty() {
    return policies.isEmpty();
  }

  /// Everything it is made of, as one text; equal exactly for equal sets.
  @Override
  public String toString() {
    return policies + (names.isEmpty() ? "" : " " + names);
  }
}
