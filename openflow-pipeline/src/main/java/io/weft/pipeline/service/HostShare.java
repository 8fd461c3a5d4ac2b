package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a Service asks of the host and the agent, besides its flows.
///
/// @param nodePorts ports at which the node's own addresses serve it
/// @param frontends what its external addresses are translated to
/// @param direct what the host itself translates to its own address, before all that
/// @param routes virtual addresses outside all known ranges, to be routed to the gateway
/// @param healthCheck where load balancers ask for local endpoints
/// @param datagrams its UDP ports, whose clients must not stick to what is gone
public record HostShare(
    Set<NodePort> nodePorts,
    Map<Face, Frontend> frontends,
    Direct direct,
    Set<IpAddress> routes,
    Optional<HealthCheck> healthCheck,
    Datagrams datagrams) {

  public static final HostShare NONE =
      new HostShare(Set.of(), Map.of(), Direct.NONE, Set.of(), Optional.empty(), Datagrams.NONE);

  public HostShare {
    nodePorts = Set.copyOf(nodePorts);
    frontends = Map.copyOf(frontends);
    routes = Set.copyOf(routes);
  }

  /// A port of the node's own addresses.
  public record NodePort(IpFamily family, Protocol protocol, int port) {}

  /// The traffic from outside that policy Local leads to a process of this node itself: behind the
  /// bridge it could not keep its source, for its replies would never come back there.
  ///
  /// @param nodePorts by port of the node's own addresses
  /// @param faces by external address and the clients that may use it
  public record Direct(Map<NodePort, Target> nodePorts, Map<Admission, Target> faces) {

    public static final Direct NONE = new Direct(Map.of(), Map.of());

    public Direct {
      nodePorts = Map.copyOf(nodePorts);
      faces = Map.copyOf(faces);
    }
  }

  /// Clients that may use an external address; the block of all addresses where it is open to all.
  public record Admission(Face face, IpPrefix clients) {}

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
    if (routes.isEmpty() && ports.stream().noneMatch(HostShare::asks)) {
      return NONE;
    }
    Set<NodePort> nodePorts = new HashSet<>();
    Map<Face, Frontend> translated = new HashMap<>();
    int readyLocal = 0;
    for (PortPlan port : ports) {
      nodePort(port).ifPresent(nodePorts::add);
      port.faces().forEach(face -> translated.put(face, frontends.apply(face)));
      readyLocal = Math.max(readyLocal, port.readyLocal());
    }
    Optional<HealthCheck> health = Optional.empty();
    var check = ports.getFirst().service().loadBalancer().healthCheckNodePort();
    if (check.isPresent()) {
      health = Optional.of(new HealthCheck(check.getAsInt(), readyLocal));
    }
    return new HostShare(
        nodePorts, translated, direct(ports, own), routes, health, datagrams(ports));
  }

  private static boolean asks(PortPlan port) {
    return port.external()
        || port.port().protocol() == Protocol.UDP
        || port.service().loadBalancer().healthCheckNodePort().isPresent();
  }

  private static Optional<NodePort> nodePort(PortPlan port) {
    return port.port().nodePort().isPresent()
        ? Optional.of(
            new NodePort(port.family(), port.port().protocol(), port.port().nodePort().getAsInt()))
        : Optional.empty();
  }

  private static Direct direct(List<PortPlan> ports, Collection<IpAddress> own) {
    Map<NodePort, Target> nodePorts = new HashMap<>();
    Map<Admission, Target> faces = new HashMap<>();
    for (PortPlan port : ports) {
      Optional<Target> target = port.itself(own);
      if (target.isPresent()) {
        nodePort(port).ifPresent(nodePort -> nodePorts.put(nodePort, target.get()));
        for (Face face : port.faces()) {
          port.clients(face)
              .forEach(clients -> faces.put(new Admission(face, clients), target.get()));
        }
      }
    }
    return new Direct(nodePorts, faces);
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
