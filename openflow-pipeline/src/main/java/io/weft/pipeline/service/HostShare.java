package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
      new HostShare(
          Set.of(), Map.of(), Set.of(), Optional.empty(), new Datagrams(Set.of(), Set.of()));

  public HostShare {
    nodePorts = Set.copyOf(nodePorts);
    frontends = Map.copyOf(frontends);
    routes = Set.copyOf(routes);
  }

  /// A port of the node's own addresses.
  public record NodePort(IpFamily family, Protocol protocol, int port) {}

  /// @param port of the node's own addresses, 1 to 65535
  /// @param readyLocal ready endpoints on this node
  public record HealthCheck(int port, int readyLocal) {}

  /// @param faces where clients send, virtual and external addresses alike
  /// @param targets where new clients may be sent
  public record Datagrams(Set<Face> faces, Set<Target> targets) {
    public Datagrams {
      faces = Set.copyOf(faces);
      targets = Set.copyOf(targets);
    }
  }

  /// What a Service asked and asks.
  public record Change(ObjectKey service, HostShare before, HostShare after) {}
}
