package io.weft.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.ObjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// All policies, and which of them select a Pod. Mutable; owned by one thread.
///
/// Asking costs what the answer and the candidates that share a label with it cost, whatever the
/// number of policies.
public final class PolicyIndex {

  private final Map<ObjectKey, Policy> policies = new HashMap<>();
  private final SelectorIndex<ObjectKey> subjects = new SelectorIndex<>();

  /// The policy now is this; returns what it was.
  public Optional<Policy> put(Policy policy) {
    Optional<Policy> before = remove(policy.key());
    policies.put(policy.key(), policy);
    subjects.add(policy.subjects(), policy.key());
    return before;
  }

  /// The policy is gone; returns what it was.
  public Optional<Policy> remove(ObjectKey key) {
    Policy before = policies.remove(key);
    if (before != null) {
      subjects.remove(before.subjects(), key);
    }
    return Optional.ofNullable(before);
  }

  public Optional<Policy> policy(ObjectKey key) {
    return Optional.ofNullable(policies.get(key));
  }

  /// All policies, in no order.
  public Collection<Policy> policies() {
    return Collections.unmodifiableCollection(policies.values());
  }

  /// The policies that select Pods with this label set. Host-network Pods are never subjects; that
  /// is for the caller to know.
  public NavigableSet<ObjectKey> selecting(LabelSet labelSet) {
    return subjects.matching(labelSet, Labels.NONE);
  }

  /// The policy set of Pods with this label set.
  public PolicySet policySet(LabelSet labelSet) {
    NavigableSet<ObjectKey> selecting = selecting(labelSet);
    if (selecting.isEmpty()) {
      return PolicySet.NONE;
    }
    NavigableSet<NamedPort> names = new TreeSet<>();
    if (!labelSet.ports().isEmpty()) {
      for (ObjectKey key : selecting) {
        names.addAll(known(key).names(Direction.INGRESS));
      }
    }
    return new PolicySet(selecting, labelSet.ports().only(names));
  }

  private Policy known(ObjectKey key) {
    return policy(key).orElseThrow(() -> new IllegalStateException(key + " is not in the index"));
  }
}
