package io.weft.pipeline.service;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A Service port in one family: where it is reached, and where its traffic goes.
///
/// @param service the Service
/// @param clusterIp its virtual address of the family
/// @param port the port
/// @param ways where its traffic goes
/// @param readyLocal how many ready endpoints run on this node
public record PortPlan(
    Service service, IpAddress clusterIp, Service.Port port, ServiceWays ways, int readyLocal) {

  /// Everything about a Service in the families that the node serves.
  ///
  /// @param node the name of this node
  /// @param zone the zone of this node, if it has one
  public static List<PortPlan> of(
      Service service, Collection<EndpointSlice> slices, String node, Optional<String> zone) {
    List<PortPlan> plans = new ArrayList<>();
    for (IpAddress clusterIp : service.clusterIps()) {
      for (Service.Port port : service.ports()) {
        List<ServiceEndpoint> endpoints =
            ServiceEndpoint.merged(slices, port, clusterIp.family(), node);
        ServiceWays ways = ServiceWays.of(service, endpoints, node, zone);
        int local = ServiceWays.readyLocal(endpoints);
        plans.add(new PortPlan(service, clusterIp, port, ways, local));
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
    return traffic == Traffic.INTERNAL || port.nodePort().isPresent() || !faces().isEmpty();
  }

  /// The external addresses of the family, in order: `externalIPs` first.
  public List<Face> faces() {
    if (service.externalIps().isEmpty() && service.loadBalancer().ingress().isEmpty()) {
      return List.of(); // as most are, and this is asked often
    }
    return Stream.concat(service.externalIps().stream(), service.loadBalancer().ingress().stream())
        .filter(address -> address.family() == family())
        .filter(address -> !address.equals(clusterIp))
        .distinct()
        .map(address -> new Face(address, port.protocol(), port.port()))
        .toList();
  }

  /// Whether only clients of `loadBalancerSourceRanges` may use the face.
  public boolean guarded(Face face) {
    return !service.loadBalancer().sourceRanges().isEmpty()
        && service.loadBalancer().ingress().contains(face.address())
        && !service.externalIps().contains(face.address());
  }

  /// The first kind of traffic that goes the same way: traffic of one way shares its groups.
  public Traffic shared(Traffic traffic) {
    for (Traffic other : Traffic.values()) {
      if (way(other).equals(way(traffic))) {
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

  /// The numbers that this port needs.
  public List<BalanceKey> keys() {
    List<BalanceKey> keys = new ArrayList<>();
    for (Traffic traffic : Traffic.values()) {
      if (used(traffic) && way(traffic) instanceof Way.Balance balance && needed(balance)) {
        int shards = Shards.of(balance.targets()).count();
        for (int shard = 0; shard < shards; shard++) {
          keys.add(key(traffic, shard));
        }
      }
    }
    return keys.stream().distinct().toList();
  }

  private boolean needed(Way.Balance balance) {
    return affine() || balance.targets().size() > 1;
  }

  /// The Service.
  public ObjectKey owner() {
    return service.key();
  }
}
