package io.weft.pipeline.service;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A Service port in one family: where it is reached, and where its traffic goes.
///
/// @param service the Service
/// @param clusterIp its virtual address of the family
/// @param port the port
/// @param faces its external addresses of the family, in order: `externalIPs` first
/// @param ways where its traffic goes
/// @param readyLocal how many ready endpoints run on this node
public record PortPlan(
    Service service,
    IpAddress clusterIp,
    Service.Port port,
    List<Face> faces,
    ServiceWays ways,
    int readyLocal) {

  public PortPlan {
    faces = List.copyOf(faces);
  }

  private static final List<Traffic> TRAFFIC = List.of(Traffic.values());

  /// Everything about a Service in the families that the node serves.
  ///
  /// @param node the name of this node
  /// @param zone the zone of this node, if it has one
  public static List<PortPlan> of(
      Service service, List<EndpointSlice> slices, String node, Optional<String> zone) {
    List<PortPlan> plans = new ArrayList<>();
    for (IpAddress clusterIp : service.clusterIps()) {
      for (Service.Port port : service.ports()) {
        List<ServiceEndpoint> endpoints =
            ServiceEndpoint.merged(slices, port, clusterIp.family(), node);
        ServiceWays ways = ServiceWays.of(service, endpoints, node, zone);
        int local = ServiceWays.readyLocal(endpoints);
        plans.add(
            new PortPlan(service, clusterIp, port, faces(service, clusterIp, port), ways, local));
      }
    }
    return plans;
  }

  public IpFamily family() {
    return clusterIp.family();
  }

  public boolean affine() {
    return service.affinity().isPresent();
  }

  public Way way(Traffic traffic) {
    return switch (traffic) {
      case INTERNAL -> ways.internal();
      case EXTERNAL -> ways.external();
      case INSIDER -> ways.insider();
    };
  }

  /// Whether packets come this way at all: a ClusterIP Service without external addresses has one.
  public boolean used(Traffic traffic) {
    return traffic == Traffic.INTERNAL || external();
  }

  /// Whether it is reached from outside at all.
  boolean external() {
    return port.nodePort().isPresent() || !faces.isEmpty();
  }

  private static List<Face> faces(Service service, IpAddress clusterIp, Service.Port port) {
    if (service.externalIps().isEmpty() && service.loadBalancer().ingress().isEmpty()) {
      return List.of(); // as most are
    }
    return Stream.concat(service.externalIps().stream(), service.loadBalancer().ingress().stream())
        .filter(address -> address.family() == clusterIp.family())
        .filter(address -> !address.equals(clusterIp))
        .distinct()
        .map(address -> new Face(address, port.protocol(), port.port()))
        .toList();
  }

  /// The same with some of the faces.
  public PortPlan keeping(Predicate<Face> wanted) {
    List<Face> kept = faces.stream().filter(wanted).toList();
    return kept.size() == faces.size()
        ? this
        : new PortPlan(service, clusterIp, port, kept, ways, readyLocal);
  }

  /// Whether only clients of `loadBalancerSourceRanges` may use the face.
  public boolean guarded(Face face) {
    return !service.loadBalancer().sourceRanges().isEmpty()
        && service.loadBalancer().ingress().contains(face.address())
        && !service.externalIps().contains(face.address());
  }

  /// Which sources of the family may use the face, as blocks none of which lies in another; all of
  /// them are one block.
  public List<IpPrefix> clients(Face face) {
    if (!guarded(face)) {
      IpAddress any = IpAddress.parse(family() == IpFamily.IPV4 ? "0.0.0.0" : "::");
      return List.of(new IpPrefix(any, 0));
    }
    List<IpPrefix> ranges =
        service.loadBalancer().sourceRanges().stream()
            .filter(range -> range.family() == family())
            .distinct()
            .toList();
    return ranges.stream()
        .filter(range -> ranges.stream().noneMatch(r -> !r.equals(range) && r.contains(range)))
        .toList();
  }

  /// Whether outside clients of the face find, without any translation, a process of the node itself that
  /// policy Local would lead them to; it gets all of them. (The host would take what the bridge hands
  /// back for such a process for the client's first packet, and translate it again.)
  ///
  /// @param own the node's own addresses
  boolean servedInPlace(Face face, Collection<IpAddress> own) {
    return !guarded(face) && reaches(new Target(face.address(), face.port()), own);
  }

  /// The same for the node port.
  ///
  /// @param own the node's own addresses
  boolean nodePortServedInPlace(Collection<IpAddress> own) {
    return port.nodePort().isPresent()
        && own.stream().anyMatch(a -> reaches(new Target(a, port.nodePort().getAsInt()), own));
  }

  private boolean reaches(Target process, Collection<IpAddress> own) {
    return service.externalTrafficLocal()
        && own.contains(process.address())
        && ways.external() instanceof Way.Balance(List<Target> targets)
        && targets.contains(process);
  }

  /// Whether outside clients keep their address on the way to the endpoint although it is a process of
  /// the node itself: policy Local promises it.
  ///
  /// @param own the node's own addresses
  public boolean keepsClients(Target endpoint, Collection<IpAddress> own) {
    return service.externalTrafficLocal()
        && own.contains(endpoint.address())
        && faces.stream()
            .noneMatch(f -> guarded(f) && new Target(f.address(), f.port()).equals(endpoint));
  }

  /// Where new clients of any kind may be sent.
  Set<Target> targets() {
    Set<Target> targets = new HashSet<>();
    for (Traffic traffic : TRAFFIC) {
      if (used(traffic) && way(traffic) instanceof Way.Balance balance) {
        targets.addAll(balance.targets());
      }
    }
    return targets;
  }

  /// The first kind of traffic that goes the same way: traffic of one way shares its groups.
  public Traffic shared(Traffic traffic) {
    for (Traffic other : TRAFFIC) {
      if (other == traffic || way(other).equals(way(traffic))) {
        return other;
      }
    }
    throw new IllegalStateException("no traffic goes the way of " + traffic);
  }

  /// The name of the group, or of the first of them.
  public BalanceKey key(Traffic traffic, int shard) {
    return new BalanceKey(
        service.key(), family(), port.protocol(), port.port(), shared(traffic), shard);
  }

  /// Adds the numbers that this port needs, each once.
  public void keys(List<BalanceKey> keys) {
    for (Traffic traffic : TRAFFIC) {
      boolean first = shared(traffic) == traffic;
      if (first
          && goes(traffic)
          && way(traffic) instanceof Way.Balance balance
          && needed(balance)) {
        int shards = Shards.count(balance.targets());
        for (int shard = 0; shard < shards; shard++) {
          BalanceKey key = key(traffic, shard);
          if (!keys.contains(key)) {
            keys.add(key);
          }
        }
      }
    }
  }

  /// Whether any traffic that is used goes the way of this.
  private boolean goes(Traffic traffic) {
    for (Traffic other : TRAFFIC) {
      if (used(other) && shared(other) == traffic) {
        return true;
      }
    }
    return false;
  }

  private boolean needed(Way.Balance balance) {
    return affine() || balance.targets().size() > 1;
  }

  /// The Service.
  public ObjectKey owner() {
    return service.key();
  }
}
