package io.weft.controller.policies;

import io.vertx.core.Future;
import io.weft.cluster.ObjectKey;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.policy.PolicyIndex;
import io.weft.pipeline.policy.PolicySet;
import io.weft.pipeline.policy.PolicyStatus;
import io.weft.policy.Direction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Since when the bridge has enforced each policy, in its present form, on each Pod of this node.
///
/// Told of each change after the compiler; looks at the policies and Pods of the change only. Used on
/// the agent's event loop.
public final class PoliciesInForce {

  /// @param change the number of the change that brought it
  /// @param since when that was confirmed
  private record Entry(long change, Optional<Instant> since) {}

  private final InstantSource clock;
  private final Supplier<Future<Void>> confirmed;
  private final Map<ObjectKey, Map<ObjectKey, Entry>> byPod = new HashMap<>();
  private final Map<String, ObjectKey> ports = new HashMap<>();
  private long change;

  /// @param confirmed completes when packets go by the flows of now and no others
  public PoliciesInForce(InstantSource clock, Supplier<Future<Void>> confirmed) {
    this.clock = clock;
    this.confirmed = confirmed;
  }

  /// The first flows were compiled with these Pods attached.
  public void start(PolicyIndex policies, Collection<LocalPod> pods) {
    change++;
    byPod.clear();
    for (LocalPod pod : pods) {
      ports.put(pod.name(), pod.pod());
      pod(policies, pod.pod());
    }
    await();
  }

  /// The compiler has taken these changes in.
  public void changed(PolicyIndex policies, List<PipelineChange> changes) {
    change++;
    for (PipelineChange each : changes) {
      // The many first, and by instanceof: a quick compiler does not see through a switch over
      // types.
      if (each instanceof PipelineChange.Cluster cluster) {
        object(policies, cluster.change().key());
      } else {
        port(policies, each);
      }
    }
    await();
  }

  private void port(PolicyIndex policies, PipelineChange change) {
    switch (change) {
      case PipelineChange.Attach(LocalPod pod) -> {
        ports.put(pod.name(), pod.pod());
        pod(policies, pod.pod());
      }
      case PipelineChange.Detach(String name) ->
          Optional.ofNullable(ports.remove(name)).ifPresent(pod -> pod(policies, pod));
      case PipelineChange.Cluster _, PipelineChange.Facts _ -> {}
    }
  }

  private void object(PolicyIndex policies, ObjectKey key) {
    switch (key.kind()) {
      case POD -> {
        if (byPod.containsKey(key) || ports.containsValue(key)) {
          pod(policies, key);
        }
      }
      case NETWORK_POLICY -> policy(policies, key);
      case NODE, NAMESPACE, SERVICE, ENDPOINT_SLICE, SERVICE_CIDR -> {}
    }
  }

  private void pod(PolicyIndex policies, ObjectKey pod) {
    Set<ObjectKey> now = new HashSet<>();
    for (Direction direction : Direction.values()) {
      policies
          .set(policies.setNumber(pod, direction))
          .ifPresent(set -> set.members().stream().map(PolicySet.Member::policy).forEach(now::add));
    }
    Map<ObjectKey, Entry> entries = byPod.computeIfAbsent(pod, _ -> new HashMap<>());
    entries.keySet().retainAll(now);
    now.forEach(policy -> entries.computeIfAbsent(policy, _ -> fresh()));
    if (entries.isEmpty()) {
      byPod.remove(pod);
    }
  }

  private void policy(PolicyIndex policies, ObjectKey policy) {
    Set<ObjectKey> pods = new HashSet<>();
    Optional<PolicyStatus> status = policies.status(policy);
    status.ifPresent(known -> {
      pods.addAll(known.ingressOn());
      pods.addAll(known.egressOn());
    });
    byPod.values().forEach(entries -> entries.remove(policy));
    byPod.values().removeIf(Map::isEmpty);
    pods.forEach(pod -> byPod.computeIfAbsent(pod, _ -> new HashMap<>()).put(policy, fresh()));
  }

  private Entry fresh() {
    return new Entry(change, Optional.empty());
  }

  private void await() {
    long upTo = change;
    confirmed.get().onSuccess(_ -> confirm(upTo));
  }

  private void confirm(long upTo) {
    Optional<Instant> now = Optional.of(clock.instant());
    for (Map<ObjectKey, Entry> entries : byPod.values()) {
      entries.replaceAll((_, entry) ->
          entry.since().isEmpty() && entry.change() <= upTo
              ? new Entry(entry.change(), now)
              : entry);
    }
  }

  /// Since when the policy has been enforced on the Pod; empty if it is not (yet).
  public Optional<Instant> since(ObjectKey policy, ObjectKey pod) {
    return Optional.ofNullable(byPod.getOrDefault(pod, Map.of()).get(policy)).flatMap(Entry::since);
  }
}
