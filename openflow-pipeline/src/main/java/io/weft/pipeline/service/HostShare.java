package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a Service asks of the host and the agent, besides its flows.
///
/// @param nodePorts ports at which the node's own addresses serve it
/// @param frontends what its external addresses are translated to
/// @param routes virtual addresses outside all known ranges, to be routed to the gateway
/// @param healthCheck where load balancers ask for local endpoints
/// @param datagrams its UDP ports, whose clients must not stick to what is gone
public record HostShare(
    Set<NodePort> nodePorts,
    Map<Face, Frontend> frontends,
    Set<IpAddress> routes,
    Optional<HealthCheck> healthCheck,
    Datagrams datagrams) {

  public static final HostShare NONE =
      new HostShare(Set.of(), Map.of(), Set.of(), Optional.empty(), Datagrams.NONE);

  public HostShare {
    nodePorts = Set.copyOf(nodePorts);
    frontends = Map.copyOf(frontends);
    routes = Set.copyOf(routes);
  }

  // Written out, for there are many, and most are NONE.
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof HostShare share
            && nodePorts.equals(share.nodePorts)
            && frontends.equals(share.frontends)
            && routes.equals(share.routes)
            && healthCheck.equals(share.healthCheck)
            && datagrams.equals(share.datagrams));
  }

  @Override
  public int hashCode() {
    return Objects.hash(nodePorts, frontends, routes, healthCheck, datagrams);
  }

  /// A port of the node's own addresses.
  public record NodePort(IpFamily family, Protocol protocol, int port) {}

  /// @param port of the node's own addresses, 1 to 65535
  /// @param readyLocal ready endpoints on this node
  public record HealthCheck(int port, int readyLocal) {}

  /// @param faces where clients send, virtual and external addresses alike
  /// @param targets where new clients may be sent
  public record Datagrams(Set<Face> faces, Set<Target> targets) {

    public static final Datagrams NONE = new Datagrams(Set.of(), Set.of());

    public Datagrams {
      faces = Set.copyOf(faces);
      targets = Set.copyOf(targets);
    }
  }

  /// What a Service asked and asks.
  public record Change(ObjectKey service, HostShare before, HostShare after) {}

  /// What a Service with these ports asks.
  ///
  /// @param ports all of its ports, in all families that the node serves; not empty
  /// @param own the node's own addresses
  /// @param frontends the frontend of each of its external addresses
  /// @param routes its virtual addresses outside all known ranges
  public static HostShare of(
      List<PortPlan> ports,
      Collection<IpAddress> own,
      Function<Face, Frontend> frontends,
      Set<IpAddress> routes) {
    if (routes.isEmpty() && !ask(ports)) {
      return NONE; // as most do
    }
    Set<NodePort> nodePorts = new HashSet<>();
    Map<Face, Frontend> translated = new HashMap<>();
    int readyLocal = 0;
    for (PortPlan port : ports) {
      if (!port.nodePortServedInPlace(own)) {
        nodePort(port).ifPresent(nodePorts::add);
      }
      for (Face face : port.faces()) {
        if (!port.servedInPlace(face, own)) {
          translated.put(face, frontends.apply(face));
        }
      }
      readyLocal = Math.max(readyLocal, port.readyLocal());
    }
    Optional<HealthCheck> health = Optional.empty();
    var check = ports.getFirst().service().loadBalancer().healthCheckNodePort();
    if (check.isPresent()) {
      health = Optional.of(new HealthCheck(check.getAsInt(), readyLocal));
    }
    return new HostShare(nodePorts, translated, routes, health, datagrams(ports));
  }

  private static boolean ask(List<PortPlan> ports) {
    for (PortPlan port : ports) {
      if (port.external()
          || port.port().protocol() == Protocol.UDP
          || port.service().loadBalancer().healthCheckNodePort().isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<NodePort> nodePort(PortPlan port) {
    return port.port().nodePort().isPresent()
        ? Optional.of(
            new NodePort(port.family(), port.port().protocol(), port.port().nodePort().getAsInt()))
        : Optional.empty();
  }

  private static Datagrams datagrams(List<PortPlan> ports) {
    Set<Face> askedAt = new HashSet<>();
    Set<Target> targets = new HashSet<>();
    for (PortPlan port : ports) {
      if (port.port().protocol() == Protocol.UDP) {
        askedAt.add(new Face(port.clusterIp(), Protocol.UDP, port.port().port()));
        askedAt.addAll(port.faces());
        targets.addAll(port.targets());
      }
    }
    return new Datagrams(askedAt, targets);
  }
}
