package io.weft.pipeline.policy;

import io.weft.cluster.Labels;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.pipeline.node.LocalPod;
import io.weft.policy.LabelSet;
import io.weft.policy.NamedPorts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    private boolean isOf(ObjectKey owner, Subject subject) {
      return pod.equals(owner) && (labels == subject.node || labels.set.equals(subject.labels));
    }
  }

  record Claim(int rank, String port, ObjectKey pod) implements Comparable<Claim> {
    @Override
    public int compareTo(Claim other) {
      int order = Integer.compare(rank, other.rank);
      if (order == 0) {
        order = port.compareTo(other.port);
      }
      return order == 0 ? pod.compareTo(other.pod) : order;
    }
  }

  /// That a Pod claims an address.
  private record Claimed(IpAddress address, Claim claim) {}

  /// A Pod that has addresses, or would have if it were alone.
  private static final class Subject {
    final LabelSet labels;
    final List<Claimed> claims;
    LabelSets.@Nullable Node node; // of its labels, as last used

    Subject(LabelSet labels, List<Claimed> claims) {
      this.labels = labels;
      this.claims = claims;
    }
  }

  /// An address that is claimed: mostly once.
  private static final class Holding {
    @Nullable Claim first;
    @Nullable TreeSet<Claim> others;
    @Nullable Row row;

    void add(Claim claim) {
      if (first == null) {
        first = claim;
      } else {
        if (others == null) {
          others = new TreeSet<>();
        }
        others.add(first);
        others.add(claim);
        first = others.pollFirst();
      }
    }

    void remove(Claim claim) {
      if (claim.equals(first)) {
        first = others == null ? null : others.pollFirst();
      } else if (others != null) {
        others.remove(claim);
      }
    }
  }

  private final Map<ObjectKey, Pod> pods = new HashMap<>();
  private final Map<ObjectKey, TreeMap<String, LocalPod>> attached = new HashMap<>();
  private final Map<String, Set<ObjectKey>> attachedByNamespace = new HashMap<>();
  private final Map<ObjectKey, Subject> subjects = new HashMap<>();
  private final Map<IpAddress, Holding> holdings = new HashMap<>();
  private Set<IpAddress> changed = new HashSet<>();
  private final LabelSets labelSets;

  PeerAddresses(LabelSets labelSets) {
    this.labelSets = labelSets;
  }

  void put(ObjectKey key, Pod pod) {
    pods.put(key, pod);
    update(key);
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

  /// The Pod, if its object is known.
  @Nullable Pod pod(ObjectKey key) {
    return pods.get(key);
  }

  /// Whether the Pod is attached to this node.
  boolean attached(ObjectKey pod) {
    return attached.containsKey(pod);
  }

  /// The Pods of a namespace that are attached to this node.
  Set<ObjectKey> attachedIn(String namespace) {
    return attachedByNamespace.getOrDefault(namespace, Set.of());
  }

  /// Who has the address; null if no Pod does.
  @Nullable Row row(IpAddress address) {
    Holding holding = holdings.get(address);
    return holding == null ? null : holding.row;
  }

  /// All addresses that Pods have.
  Set<IpAddress> addresses() {
    return holdings.keySet();
  }

  /// The addresses whose row changed since this was last asked.
  Set<IpAddress> drain() {
    Set<IpAddress> drained = changed;
    changed = new HashSet<>();
    return drained;
  }

  private void update(ObjectKey key) {
    Subject before = subjects.get(key);
    LabelSet labels = labels(key);
    List<Claimed> claims = claims(key);
    if (before == null
        ? claims.isEmpty()
        : before.labels.equals(labels) && before.claims.equals(claims)) {
      return;
    }
    List<Claimed> left = before == null ? List.of() : before.claims;
    for (Claimed claimed : left) {
      holding(claimed.address()).remove(claimed.claim());
    }
    for (Claimed claimed : claims) {
      holding(claimed.address()).add(claimed.claim());
    }
    if (claims.isEmpty()) {
      subjects.remove(key);
    } else {
      subjects.put(key, new Subject(labels, claims));
    }
    claims.forEach(claimed -> settle(claimed.address()));
    left.forEach(claimed -> settle(claimed.address()));
  }

  private Holding holding(IpAddress address) {
    return holdings.computeIfAbsent(address, _ -> new Holding());
  }

  private List<Claimed> claims(ObjectKey key) {
    Pod pod = pods.get(key);
    if (pod != null && (pod.terminated() || pod.hostNetwork())) {
      return List.of();
    }
    List<Claimed> claims = new ArrayList<>(2);
    Map<String, LocalPod> ports = attached.get(key);
    if (ports != null) {
      for (LocalPod port : ports.values()) {
        claim(port.addresses(), new Claim(0, port.name(), key), claims);
      }
    } else if (pod != null) {
      claim(pod.ips(), new Claim(pod.terminating() ? 2 : 1, "", key), claims);
    }
    return claims;
  }

  /// Of several ports with one address the first claims it.
  private static void claim(List<IpAddress> addresses, Claim claim, List<Claimed> to) {
    for (IpAddress address : addresses) {
      boolean taken = false;
      for (Claimed other : to) {
        taken |= other.address().equals(address);
      }
      if (!taken) {
        to.add(new Claimed(address, claim));
      }
    }
  }

  private void settle(IpAddress address) {
    Holding holding = holdings.get(address);
    if (holding == null) {
      return;
    }
    ObjectKey owner = holding.first == null ? null : holding.first.pod();
    Subject subject = owner == null ? null : subjects.get(owner);
    Row before = holding.row;
    if (owner == null || subject == null) {
      holdings.remove(address);
      if (before != null) {
        changed.add(address);
      }
    } else if (before == null || !before.isOf(owner, subject)) {
      subject.node = labelSets.use(subject.labels, subject.node);
      holding.row = new Row(owner, subject.node);
      changed.add(address);
    } else {
      return;
    }
    if (before != null) {
      labelSets.release(before.labels());
    }
  }
}
