package io.weft.pipeline;

import static io.weft.pipeline.Example.ip;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Services that tests speak of, built up from a plain one: `web` at 10.96.0.10 and fd00:10:96::10,
/// TCP port 80, whose endpoints listen on 8080.
public record ServiceExample(
    String name,
    List<IpAddress> clusterIps,
    List<IpAddress> externalIps,
    List<IpAddress> ingress,
    List<IpPrefix> sourceRanges,
    Protocol protocol,
    OptionalInt nodePort,
    boolean externalLocal,
    boolean internalLocal,
    Optional<Duration> affinity,
    Instant created) {

  public static final ServiceExample WEB = web("web", 10);

  public static ServiceExample web(String name, int number) {
    return new ServiceExample(
        name,
        List.of(ip("10.96.0." + number), ip("fd00:10:96::" + number)),
        List.of(),
        List.of(),
        List.of(),
        Protocol.TCP,
        OptionalInt.empty(),
        false,
        false,
        Optional.empty(),
        Instant.EPOCH);
  }

  public ServiceExample at(String... newClusterIps) {
    return new ServiceExample(
        name,
        Stream.of(newClusterIps).map(IpAddress::parse).toList(),
        externalIps,
        ingress,
        sourceRanges,
        protocol,
        nodePort,
        externalLocal,
        internalLocal,
        affinity,
        created);
  }

  public ServiceExample with(Protocol newProtocol) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        ingress,
        sourceRanges,
        newProtocol,
        nodePort,
        externalLocal,
        internalLocal,
        affinity,
        created);
  }

  public ServiceExample nodePort(int port) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        ingress,
        sourceRanges,
        protocol,
        OptionalInt.of(port),
        externalLocal,
        internalLocal,
        affinity,
        created);
  }

  public ServiceExample external(String... addresses) {
    return new ServiceExample(
        name,
        clusterIps,
        Stream.of(addresses).map(IpAddress::parse).toList(),
        ingress,
        sourceRanges,
        protocol,
        nodePort,
        externalLocal,
        internalLocal,
        affinity,
        created);
  }

  public ServiceExample balanced(String address, String... ranges) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        List.of(ip(address)),
        Stream.of(ranges).map(IpPrefix::parse).toList(),
        protocol,
        nodePort,
        externalLocal,
        internalLocal,
        affinity,
        created);
  }

  public ServiceExample local(boolean external, boolean internal) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        ingress,
        sourceRanges,
        protocol,
        nodePort,
        external,
        internal,
        affinity,
        created);
  }

  public ServiceExample affine(int seconds) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        ingress,
        sourceRanges,
        protocol,
        nodePort,
        externalLocal,
        internalLocal,
        Optional.of(Duration.ofSeconds(seconds)),
        created);
  }

  public ServiceExample created(Instant when) {
    return new ServiceExample(
        name,
        clusterIps,
        externalIps,
        ingress,
        sourceRanges,
        protocol,
        nodePort,
        externalLocal,
        internalLocal,
        affinity,
        when);
  }

  public Service service() {
    return Service.named("default", name)
        .created(created)
        .type(type())
        .clusterIps(clusterIps)
        .externalIps(externalIps)
        .ports(List.of(new Service.Port("main", protocol, 80, nodePort)))
        .loadBalancer(new Service.LoadBalancer(ingress, sourceRanges, OptionalInt.empty()))
        .externalTrafficLocal(externalLocal)
        .internalTrafficLocal(internalLocal)
        .affinity(affinity)
        .build();
  }

  private Service.Type type() {
    if (!ingress.isEmpty()) {
      return Service.Type.LOAD_BALANCER;
    }
    return nodePort.isPresent() ? Service.Type.NODE_PORT : Service.Type.CLUSTER_IP;
  }

  /// One slice for each family of the addresses; each is `address` or `address@node`.
  public List<EndpointSlice> slices(String... endpoints) {
    List<EndpointSlice> slices = new ArrayList<>();
    for (var family : io.weft.net.IpFamily.values()) {
      List<EndpointSlice.Endpoint> own =
          Stream.of(endpoints)
              .map(ServiceExample::endpoint)
              .filter(e -> e.address().family() == family)
              .toList();
      slices.add(
          new EndpointSlice(
              "default",
              name + "-" + family.name().toLowerCase(java.util.Locale.ROOT),
              name,
              family,
              own,
              List.of(new EndpointSlice.EndpointPort("main", protocol, OptionalInt.of(8080)))));
    }
    return slices;
  }

  private static EndpointSlice.Endpoint endpoint(String text) {
    String[] parts = text.split("@", 2);
    return new EndpointSlice.Endpoint(
        ip(parts[0]),
        true,
        true,
        false,
        parts.length == 1 ? "" : parts[1],
        "",
        new TreeSet<>(),
        new TreeSet<>());
  }
}
