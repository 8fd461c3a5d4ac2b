package io.weft.pipeline.service;

import io.weft.cluster.Service;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where each kind of traffic of a Service port goes from this node.
///
/// @param internal traffic to its ClusterIP
/// @param external traffic to its external addresses and node port, from outside the cluster
/// @param insider traffic to the same from Pods and processes of this node: policy Local does not
///     bind it, as such clients would not be told by a load balancer which node to ask
public record ServiceWays(Way internal, Way external, Way insider) {

  /// The ways of a Service port with these endpoints (kube-proxy, CategorizeEndpoints).
  ///
  /// @param service the Service
  /// @param endpoints its endpoints for the port and family
  /// @param node the name of this node
  /// @param zone the zone of this node, if it has one
  public static ServiceWays of(
      Service service, List<ServiceEndpoint> endpoints, String node, Optional<String> zone) {
    boolean any = false;
    for (ServiceEndpoint endpoint : endpoints) {
      any |= endpoint.ready() || endpoint.servingTerminating();
    }
    Way everywhere = way(near(endpoints, node, zone), any);
    boolean binds = service.internalTrafficLocal() || service.externalTrafficLocal();
    Way here = binds ? way(local(endpoints), any) : everywhere;
    return new ServiceWays(
        service.internalTrafficLocal() ? here : everywhere,
        service.externalTrafficLocal() ? here : everywhere,
        everywhere);
  }

  private static Way way(List<Target> targets, boolean any) {
    if (!targets.isEmpty()) {
      return new Way.Balance(targets);
    }
    return any ? new Way.Drop() : new Way.Reject();
  }

  /// The ready endpoints that topology allows; without any ready one, those that still serve.
  private static List<Target> near(
      List<ServiceEndpoint> endpoints, String node, Optional<String> zone) {
    Predicate<ServiceEndpoint> allowed = topology(endpoints, node, zone);
    List<Target> ready = targets(endpoints, endpoint -> endpoint.ready() && allowed.test(endpoint));
    return ready.isEmpty() ? targets(endpoints, ServiceEndpoint::servingTerminating) : ready;
  }

  private static List<Target> local(List<ServiceEndpoint> endpoints) {
    List<Target> ready = targets(endpoints, endpoint -> endpoint.local() && endpoint.ready());
    return ready.isEmpty()
        ? targets(endpoints, endpoint -> endpoint.local() && endpoint.servingTerminating())
        : ready;
  }

  private static List<Target> targets(
      List<ServiceEndpoint> endpoints, Predicate<ServiceEndpoint> wanted) {
    List<Target> targets = new ArrayList<>(endpoints.size());
    for (ServiceEndpoint endpoint : endpoints) {
      if (wanted.test(endpoint)) {
        targets.add(endpoint.target());
      }
    }
    return targets;
  }

  /// Which endpoints the hints leave: those for this node if every ready endpoint has node hints and
  /// one is for it; else the same with zones; else all (KEP-2433, KEP-3015).
  private static Predicate<ServiceEndpoint> topology(
      List<ServiceEndpoint> endpoints, String node, Optional<String> zone) {
    boolean nodeHints = true;
    boolean zoneHints = true;
    boolean anyForNode = false;
    boolean anyForZone = false;
    for (ServiceEndpoint endpoint : endpoints) {
      if (endpoint.ready()) {
        nodeHints &= !endpoint.conditions().forNodes().isEmpty();
        zoneHints &= !endpoint.conditions().forZones().isEmpty();
        anyForNode |= forNode(endpoint, node);
        anyForZone |= forZone(endpoint, zone);
      }
    }
    if (nodeHints && anyForNode) {
      return endpoint -> forNode(endpoint, node);
    }
    if (zoneHints && anyForZone) {
      return endpoint -> forZone(endpoint, zone);
    }
    return _ -> true;
  }

  private static boolean forNode(ServiceEndpoint endpoint, String node) {
    return endpoint.conditions().forNodes().contains(node);
  }

  private static boolean forZone(ServiceEndpoint endpoint, Optional<String> zone) {
    return zone.isPresent() && endpoint.conditions().forZones().contains(zone.get());
  }

  /// How many ready endpoints run on this node: what a health check node port reports.
  public static int readyLocal(List<ServiceEndpoint> endpoints) {
    int count = 0;
    for (ServiceEndpoint endpoint : endpoints) {
      count += endpoint.local() && endpoint.ready() ? 1 : 0;
    }
    return count;
  }
}
