package io.weft.cluster;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A Service (core/v1 `Service`), with the API server's defaults applied.
///
/// Services of type ExternalName are not converted; a headless one has no `clusterIps`.
///
/// @param key its namespace and name
/// @param type its type
/// @param clusterIps the virtual addresses, at most one of each family; empty if headless
/// @param externalIps `spec.externalIPs`
/// @param ports its ports
/// @param loadBalancer what `status.loadBalancer.ingress` and the load balancer fields say
/// @param externalTrafficLocal `externalTrafficPolicy: Local`
/// @param internalTrafficLocal `internalTrafficPolicy: Local`
/// @param affinity the time-out of session affinity ClientIP, if it has one
/// @param publishNotReady `publishNotReadyAddresses`
/// @param distribution `trafficDistribution`
public record Service(
    ObjectKey key,
    Type type,
    List<IpAddress> clusterIps,
    List<IpAddress> externalIps,
    List<Port> ports,
    LoadBalancer loadBalancer,
    boolean externalTrafficLocal,
    boolean internalTrafficLocal,
    Optional<Duration> affinity,
    boolean publishNotReady,
    TrafficDistribution distribution)
    implements ClusterObject {

  /// `spec.type`, ExternalName aside.
  public enum Type {
    CLUSTER_IP,
    NODE_PORT,
    LOAD_BALANCER
  }

  /// `spec.trafficDistribution` (KEP-4444, KEP-3015).
  public enum TrafficDistribution {
    ANY,
    PREFER_SAME_ZONE,
    PREFER_SAME_NODE
  }

  public Service {
    key.require(ObjectKey.Kind.SERVICE);
    clusterIps = List.copyOf(clusterIps);
    externalIps = List.copyOf(externalIps);
    ports = List.copyOf(ports);
  }

  /// The Service of this namespace and name.
  public Service(
      String namespace,
      String name,
      Type type,
      List<IpAddress> clusterIps,
      List<IpAddress> externalIps,
      List<Port> ports,
      LoadBalancer loadBalancer,
      boolean externalTrafficLocal,
      boolean internalTrafficLocal,
      Optional<Duration> affinity,
      boolean publishNotReady,
      TrafficDistribution distribution) {
    this(
        ObjectKey.service(namespace, name),
        type,
        clusterIps,
        externalIps,
        ports,
        loadBalancer,
        externalTrafficLocal,
        internalTrafficLocal,
        affinity,
        publishNotReady,
        distribution);
  }

  public String namespace() {
    return key.namespace();
  }

  public String name() {
    return key.name();
  }

  /// A port of the Service.
  ///
  /// @param name its name, by which slices refer to it; empty where it has none
  /// @param protocol its protocol
  /// @param port the port on the virtual addresses
  /// @param nodePort the port on the nodes' addresses, if it has one
  public record Port(String name, Protocol protocol, int port, OptionalInt nodePort) {
    public Port {
      Ports.check(port);
      nodePort.ifPresent(Ports::check);
    }
  }

  /// The load balancer's side of a Service.
  ///
  /// @param ingress addresses of mode VIP, which nodes serve themselves; those of mode Proxy are
  ///   left to the load balancer and not listed
  /// @param sourceRanges the clients that may use it; empty means all
  /// @param healthCheckNodePort where the node says whether it has local endpoints, if anywhere
  public record LoadBalancer(
      List<IpAddress> ingress, List<IpPrefix> sourceRanges, OptionalInt healthCheckNodePort) {

    public static final LoadBalancer NONE =
        new LoadBalancer(List.of(), List.of(), OptionalInt.empty());

    public LoadBalancer {
      ingress = List.copyOf(ingress);
      sourceRanges = List.copyOf(sourceRanges);
    }
  }
}
