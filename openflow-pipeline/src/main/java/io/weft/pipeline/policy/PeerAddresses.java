package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.pipeline.node.LocalPod;
import io.weft.policy.LabelSet;
import io.weft.policy.NamedPorts;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which Pod has which address.
///
/// Pods that have ended or share their node's network have none. For Pods that are attached to this
/// node the attachment says it, not the status. Of several that claim an address one has it: first
/// those attached here, then those that are not about to go, then the smaller name.
final class PeerAddresses {

  /// Who has an address.
  ///
  /// @param pod the Pod
  /// @param labels all that can be asked of it
  record Row(ObjectKey pod, LabelSets.Node labels) {
    boolean isOf(@Nullable ObjectKey owner, @Nullable Subject subject) {
      return subject != null && pod.equals(owner) && labels.set.equals(subject.labels());
    }
  }

  record Claim(int rank, String port, ObjectKey pod) implements Comparable<Claim> {
    private static final Comparator<Claim> ORDER =
        Comparator.comparingInt(Claim::rank).thenComparing(Claim::port).thenComparing(Claim::pod);

    @Override
    public int compareTo(Claim other) {
      return ORDER.compare(this, other);
    }
  }

  record Subject(LabelSet labels, Map<IpAddress, Claim> claims) {}

  private final Map<ObjectKey, Pod> pods = new HashMap<>();
  private final Map<ObjectKey, TreeMap<String, LocalPod>> attached = new HashMap<>();
  private final Map<String, Set<ObjectKey>> attachedByNamespace = new HashMap<>();
  private final Map<ObjectKey, Subject> subjects = new HashMap<>();
  private final Map<IpAddress, TreeSet<Claim>> claims = new HashMap<>();
  private final Map<IpAddress, Row> rows = new HashMap<>();
  private Set<IpAddress> changed = new HashSet<>();
  private final LabelSets labelSets;

  PeerAddresses(LabelSets labelSets) {
    this.labelSets = labelSets;
  }

  void put(Pod pod) {
    pods.put(pod.key(), pod);
    update(pod.key());
  }

  void delete(ObjectKey pod) {
    if (pods.remove(pod) != null) {
      update(pod);
    }
  }

  void attach(LocalPod pod) {
    attached.computeIfAbsent(pod.pod(), _ -> new TreeMap<>()).put(pod.name(), pod);
    attachedByNamespace.computeIfAbsent(pod.pod().namespace(), _ -> new HashSet<>()).add(pod.pod());
    update(pod.pod());
  }

  void detach(LocalPod pod) {
    Map<String, LocalPod> ports = attached.get(pod.pod());
    if (ports != null && ports.remove(pod.name()) != null) {
      if (ports.isEmpty()) {
        attached.remove(pod.pod());
        attachedByNamespace.computeIfPresent(
            pod.pod().namespace(),
            (_, pods) -> pods.remove(pod.pod()) && pods.isEmpty() ? null : pods);
      }
      update(pod.pod());
    }
  }

  /// All that can be asked of the Pod. One without an object has no labels.
  LabelSet labels(ObjectKey key) {
    Pod pod = pods.get(key);
    return pod == null ? unlabelled(key) : LabelSet.of(pod);
  }

  private static LabelSet unlabelled(ObjectKey pod) {
    return new LabelSet(pod.namespace(), Labels.NONE, NamedPorts.NONE);
  }

  Optional<Pod> pod(ObjectKey key) {
    return Optional.ofNullable(pods.get(key));
  }

  /// Whether the Pod is attached to this node.
  boolean attached(ObjectKey pod) {
    return attached.containsKey(pod);
  }

  /// The Pods of a namespace that are attached to this node.
  Set<ObjectKey> attachedIn(String namespace) {
    return attachedByNamespace.getOrDefault(namespace, Set.of());
  }

  /// Who has the address; empty if no Pod does.
  Optional<Row> row(IpAddress address) {
    return Optional.ofNullable(rows.get(address));
  }

  /// All addresses that Pods have.
  Set<IpAddress> addresses() {
    return rows.keySet();
  }

  /// The addresses whose row changed since this was last asked.
  Set<IpAddress> drain() {
    Set<IpAddress> drained = changed;
    changed = new HashSet<>();
    return drained;
  }

  private void update(ObjectKey key) {
    Subject before = subjects.get(key);
    Subject after = subject(key, before);
    if (after.equals(before)) {
      return;
    }
    if (before != null) {
      before.claims().forEach((address, claim) -> claims(address).remove(claim));
    }
    after.claims().forEach((address, claim) -> claims(address).add(claim));
    if (after.claims().isEmpty()) {
      subjects.remove(key);
    } else {
      subjects.put(key, after);
    }
    after.claims().keySet().forEach(this::settle);
    if (before != null) {
      before.claims().keySet().forEach(this::settle);
    }
  }

  private Set<Claim> claims(IpAddress address) {
    return claims.computeIfAbsent(address, _ -> new TreeSet<>());
  }

  private Subject subject(ObjectKey key, @Nullable Subject before) {
    Pod pod = pods.get(key);
    LabelSet labels = labels(key);
    if (before != null && before.labels().equals(labels)) {
      labels = before.labels();
    }
    Map<IpAddress, Claim> claimed = new HashMap<>();
    Collection<LocalPod> ports = attached.getOrDefault(key, new TreeMap<>()).values();
    if (pod != null && (pod.terminated() || pod.hostNetwork())) {
      return new Subject(labels, claimed);
    }
    for (LocalPod port : ports) {
      port.addresses()
          .forEach(address -> claimed.putIfAbsent(address, new Claim(0, port.name(), key)));
    }
    if (ports.isEmpty() && pod != null) {
      int rank = pod.terminating() ? 2 : 1;
      pod.ips().forEach(address -> claimed.put(address, new Claim(rank, "", key)));
    }
    return new Subject(labels, claimed);
  }

  private void settle(IpAddress address) {
    Set<Claim> present = claims(address);
    Row before = rows.get(address);
    if (present.isEmpty()) {
      claims.remove(address);
    }
    ObjectKey owner = present.isEmpty() ? null : present.iterator().next().pod();
    Subject subject = owner == null ? null : subjects.get(owner);
    if (before == null ? subject == null : before.isOf(owner, subject)) {
      return;
    }
    changed.add(address);
    if (owner == null || subject == null) {
      rows.remove(address);
    } else {
      rows.put(address, new Row(owner, labelSets.use(subject.labels())));
    }
    if (before != null) {
      labelSets.release(before.labels());
    }
  }
}
