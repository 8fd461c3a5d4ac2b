package io.weft.cluster;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A Service (core/v1 `Service`), with the API server's defaults applied.
///
/// Services of type ExternalName are not converted; a headless one has no `clusterIps`.
///
/// @param key its namespace and name
/// @param created when; [Instant#EPOCH] where it does not say
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
    Instant created,
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

  /// A Service without addresses and ports, of type ClusterIP, to be filled in.
  public static Builder named(String namespace, String name) {
    return new Builder(ObjectKey.service(namespace, name));
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

  /// A Service while it is put together; what is not given is as the API server would have it.
  public static final class Builder {

    private final ObjectKey key;
    private Instant created = Instant.EPOCH;
    private Type type = Type.CLUSTER_IP;
    private List<IpAddress> clusterIps = List.of();
    private List<IpAddress> externalIps = List.of();
    private List<Port> ports = List.of();
    private LoadBalancer loadBalancer = LoadBalancer.NONE;
    private boolean externalTrafficLocal;
    private boolean internalTrafficLocal;
    private Optional<Duration> affinity = Optional.empty();
    private boolean publishNotReady;
    private TrafficDistribution distribution = TrafficDistribution.ANY;

    /// @param key its namespace and name
    public Builder(ObjectKey key) {
      this.key = key;
    }

    public Builder created(Instant when) {
      created = when;
      return this;
    }

    public Builder type(Type kind) {
      type = kind;
      return this;
    }

    public Builder clusterIps(List<IpAddress> addresses) {
      clusterIps = addresses;
      return this;
    }

    public Builder externalIps(List<IpAddress> addresses) {
      externalIps = addresses;
      return this;
    }

    public Builder ports(List<Port> all) {
      ports = all;
      return this;
    }

    public Builder loadBalancer(LoadBalancer balancer) {
      loadBalancer = balancer;
      return this;
    }

    public Builder externalTrafficLocal(boolean local) {
      externalTrafficLocal = local;
      return this;
    }

    public Builder internalTrafficLocal(boolean local) {
      internalTrafficLocal = local;
      return this;
    }

    public Builder affinity(Optional<Duration> timeout) {
      affinity = timeout;
      return this;
    }

    public Builder publishNotReady(boolean publish) {
      publishNotReady = publish;
      return this;
    }

    public Builder distribution(TrafficDistribution preference) {
      distribution = preference;
      return this;
    }

    /// The Service.
    public Service build() {
      return new Service(
          key,
          created,
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
  }
}
