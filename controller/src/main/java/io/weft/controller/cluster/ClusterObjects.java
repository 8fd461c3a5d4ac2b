package io.weft.controller.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Service;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All objects of the cluster as they are known now, the nodes with the Pod CIDRs that
/// [PodCidrClaims] leaves them. Used on the agent's event loop only.
public final class ClusterObjects {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterObjects.class);

  private final Map<ObjectKey, ClusterObject> objects = new HashMap<>();
  private final Map<String, Node> claimants = new HashMap<>();
  private PodCidrClaims claims = PodCidrClaims.of(List.of());
  private final Map<String, ServiceCidr> serviceCidrs = new TreeMap<>();
  private final Map<ObjectKey, List<Waiter>> waiters = new HashMap<>();

  private record Waiter(Predicate<Pod> wanted, Promise<Void> promise) {}

  /// Takes the changes in, in their order; says what has changed by them.
  public List<ClusterChange> apply(List<ClusterChange> changes) {
    boolean nodes = false;
    for (ClusterChange change : changes) {
      apply(change);
      nodes |= isOfNode(change);
    }
    if (!nodes) {
      return changes;
    }
    List<ClusterChange> effective = new ArrayList<>(settleClaims());
    changes.stream().filter(change -> !isOfNode(change)).forEach(effective::add);
    return effective;
  }

  private static boolean isOfNode(ClusterChange change) {
    return change.key().kind() == ObjectKey.Kind.NODE;
  }

  private List<ClusterChange> settleClaims() {
    PodCidrClaims before = claims;
    claims = PodCidrClaims.of(claimants.values());
    claims.conflicts().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.conflicts().get(entry.getKey())))
        .forEach(entry ->
            LOG.atError().addKeyValue("problem", entry.getValue()).log("Pod CIDRs overlap"));
    List<ClusterChange> changes = new ArrayList<>();
    before.nodes().values().stream()
        .filter(node -> !claims.nodes().containsKey(node.name()))
        .forEach(gone -> changes.add(new ClusterChange.Delete(gone.key())));
    claims.nodes().values().stream()
        .filter(node -> !node.equals(before.nodes().get(node.name())))
        .forEach(node -> changes.add(new ClusterChange.Put(node)));
    claims.nodes().values().forEach(node -> objects.put(node.key(), node));
    return changes;
  }

  // By instanceof, here and below, for there are many at a start: a quick compiler does not see
  // through a switch over types.
  private void apply(ClusterChange change) {
    if (change instanceof ClusterChange.Put put) {
      put(put.object());
    } else {
      delete(change.key());
    }
  }

  private void delete(ObjectKey key) {
    objects.remove(key);
    switch (key.kind()) {
      case NODE -> claimants.remove(key.name());
      case SERVICE_CIDR -> serviceCidrs.remove(key.name());
      case NAMESPACE, POD, SERVICE, ENDPOINT_SLICE, NETWORK_POLICY -> {}
    }
  }

  private void put(ClusterObject object) {
    objects.put(object.key(), object);
    if (object instanceof Pod pod) {
      wake(pod);
    } else if (object instanceof Node node) {
      claimants.put(node.name(), node);
    } else if (object instanceof ServiceCidr cidr) {
      serviceCidrs.put(cidr.name(), cidr);
    }
  }

  private void wake(Pod pod) {
    List<Waiter> waiting = waiters.get(pod.key());
    if (waiting != null) {
      waiting.removeIf(w -> w.wanted().test(pod) && w.promise().tryComplete());
      if (waiting.isEmpty()) {
        waiters.remove(pod.key());
      }
    }
  }

  /// The Pod with this key.
  public Optional<Pod> pod(ObjectKey key) {
    return objects.get(key) instanceof Pod pod ? Optional.of(pod) : Optional.empty();
  }

  /// The Service with this key.
  public Optional<Service> service(ObjectKey key) {
    return objects.get(key) instanceof Service service ? Optional.of(service) : Optional.empty();
  }

  /// Completes when there is such a Pod, at once if there is. The caller bounds the wait and then
  /// says [#forget].
  public Future<Void> pod(ObjectKey key, Predicate<Pod> wanted) {
    if (objects.get(key) instanceof Pod pod && wanted.test(pod)) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiters.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Waiter(wanted, promise));
    return promise.future();
  }

  /// Nobody waits for the Pod with this future any more.
  public void forget(ObjectKey key, Future<Void> future) {
    List<Waiter> waiting = waiters.get(key);
    if (waiting != null) {
      waiting.removeIf(w -> w.promise().future().equals(future));
      if (waiting.isEmpty()) {
        waiters.remove(key);
      }
    }
  }

  /// The node of this name.
  public Optional<Node> node(String name) {
    return Optional.ofNullable(claims.nodes().get(name));
  }

  /// Tells addresses of Pods, of any node, that nobody has: no Pod that has not come to its end, no
  /// endpoint of a Service (not each has a Pod object), no gateway, and none of these.
  ///
  /// @param taken addresses that somebody has
  public Predicate<IpAddress> vacant(Collection<IpAddress> taken) {
    List<IpPrefix> cidrs = podCidrs();
    return absent(taken).and(address -> cidrs.stream().anyMatch(cidr -> cidr.contains(address)));
  }

  /// Tells addresses that nobody has, as [#vacant] does, but of any range: those of Services' endpoints
  /// outside the cluster, too.
  ///
  /// @param taken addresses that somebody has
  public Predicate<IpAddress> absent(Collection<IpAddress> taken) {
    Set<IpAddress> present = new HashSet<>(taken);
    podCidrs().forEach(cidr -> present.add(cidr.address(1)));
    for (ClusterObject object : objects.values()) {
      if (object instanceof Pod pod && !pod.terminated()) {
        present.addAll(pod.ips());
      } else if (object instanceof EndpointSlice slice) {
        slice.endpoints().forEach(endpoint -> present.add(endpoint.address()));
      }
    }
    return address -> !present.contains(address);
  }

  private List<IpPrefix> podCidrs() {
    return nodes().stream().flatMap(n -> n.podCidrs().stream()).toList();
  }

  /// All nodes, by name.
  public Collection<Node> nodes() {
    return claims.nodes().values();
  }

  /// Pod CIDRs that a node claims and another has, one sentence for each such node, with the remedy.
  public Map<String, String> conflicts() {
    return claims.conflicts();
  }

  /// All ServiceCIDRs, by name.
  public Collection<ServiceCidr> serviceCidrs() {
    return List.copyOf(serviceCidrs.values());
  }

  /// Everything, as changes that make it from nothing.
  public List<ClusterChange> all() {
    return objects.values().stream().<ClusterChange>map(ClusterChange.Put::new).toList();
  }

  /// How many objects there are.
  public int size() {
    return objects.size();
  }
}
