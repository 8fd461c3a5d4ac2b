package io.weft.cluster;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Some endpoints of a Service (discovery.k8s.io/v1 `EndpointSlice`).
///
/// @param key its namespace and name
/// @param service the Service it belongs to, by the label `kubernetes.io/service-name`
/// @param family the family of all its addresses; slices of type FQDN are not converted
/// @param endpoints its endpoints
/// @param ports the ports that each of its endpoints serves
public record EndpointSlice(
    ObjectKey key,
    ObjectKey service,
    IpFamily family,
    List<Endpoint> endpoints,
    List<EndpointPort> ports)
    implements ClusterObject {

  public EndpointSlice {
    key.require(ObjectKey.Kind.ENDPOINT_SLICE);
    service.require(ObjectKey.Kind.SERVICE);
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  /// The slice of this namespace and name.
  ///
  /// @param serviceName the Service of the same namespace that it belongs to
  public EndpointSlice(
      String namespace,
      String name,
      String serviceName,
      IpFamily family,
      List<Endpoint> endpoints,
      List<EndpointPort> ports) {
    this(
        ObjectKey.endpointSlice(namespace, name),
        ObjectKey.service(namespace, serviceName),
        family,
        endpoints,
        ports);
  }

  public String namespace() {
    return key.namespace();
  }

  public String name() {
    return key.name();
  }

  public String serviceName() {
    return service.name();
  }

  /// One endpoint; conditions have the defaults of the API (absent `ready` and `serving` are true,
  /// absent `serving` follows `ready`, absent `terminating` is false).
  ///
  /// @param address its address (the first one, as kube-proxy takes it)
  /// @param ready whether new connections may go to it
  /// @param serving whether it answers, terminating or not
  /// @param terminating whether it is shutting down
  /// @param nodeName the node it runs on; empty where it is not known
  /// @param zone the zone it runs in; empty where it is not known
  /// @param forZones the zones that the hints assign it to
  /// @param forNodes the nodes that the hints assign it to
  public record Endpoint(
      IpAddress address,
      boolean ready,
      boolean serving,
      boolean terminating,
      String nodeName,
      String zone,
      NavigableSet<String> forZones,
      NavigableSet<String> forNodes) {
    public Endpoint {
      forZones = copy(forZones);
      forNodes = copy(forNodes);
    }

    private static NavigableSet<String> copy(NavigableSet<String> names) {
      return names.isEmpty()
          ? Collections.emptyNavigableSet()
          : Collections.unmodifiableNavigableSet(new TreeSet<>(names));
    }
  }

  /// A port of the slice.
  ///
  /// @param name the Service port's name; empty where it has none
  /// @param protocol its protocol
  /// @param port its number; empty means "all ports", which proxies do not serve
  public record EndpointPort(String name, Protocol protocol, OptionalInt port) {}
}
