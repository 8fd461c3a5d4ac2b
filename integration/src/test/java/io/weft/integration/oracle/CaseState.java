package io.weft.integration.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterState;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Service;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.KubernetesConverter;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The cluster of a case as its steps go on, and the addresses of its endpoints.
final class CaseState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<IpAddress>> outside = new HashMap<>();
  private ClusterState state = ClusterState.EMPTY;

  CaseState(JsonNode cluster) {
    cluster.get("objects").forEach(this::apply);
    for (JsonNode host : cluster.get("externalHosts")) {
      List<IpAddress> addresses = new ArrayList<>();
      host.get("ips").forEach(ip -> addresses.add(IpAddress.parse(ip.asText())));
      outside.put(host.get("name").asText(), addresses);
    }
  }

  ClusterState cluster() {
    return state;
  }

  /// The hosts outside, by name.
  Map<String, List<IpAddress>> outside() {
    return Map.copyOf(outside);
  }

  /// Carries out an action of a step; open connections are nobody's here.
  void act(JsonNode action) {
    switch (action.get("op").asText()) {
      case "apply" -> apply(action.get("object"));
      case "delete" -> delete(action);
      case "openFlow" -> {}
      case String other -> throw new AssertionError("action " + other);
    }
  }

  private void apply(JsonNode object) {
    Map<?, ?> tree = JSON.convertValue(object, Map.class);
    switch (KubernetesConverter.convert(tree)) {
      case Conversion.Read(var value, _) ->
          state = state.after(List.of(new ClusterChange.Put(value)));
      case Conversion.Skipped(var key, _) ->
          key.ifPresent(k -> state = state.after(List.of(new ClusterChange.Delete(k))));
      case Conversion.Broken broken -> throw new AssertionError(broken.toString());
    }
  }

  private void delete(JsonNode action) {
    for (ObjectKey key : List.copyOf(state.objects().keySet())) {
      if (key.kind().apiName().equals(action.get("kind").asText())
          && key.name().equals(action.get("name").asText())
          && (key.namespace().isEmpty()
              || key.namespace().equals(action.path("namespace").asText("default")))) {
        state = state.after(List.of(new ClusterChange.Delete(key)));
      }
    }
  }

  /// The addresses of the family by which the endpoint is known to others; none if it does not run.
  List<IpAddress> addresses(String endpoint, IpFamily family) {
    List<IpAddress> all =
        switch (endpoint) {
          case String name when name.startsWith("node:") -> node(name.substring(5));
          case String name when name.startsWith("ext:") ->
              outside.getOrDefault(name.substring(4), List.of());
          default -> pod(endpoint);
        };
    return all.stream().filter(address -> address.family() == family).toList();
  }

  private List<IpAddress> pod(String path) {
    int slash = path.indexOf('/');
    return state
        .object(ObjectKey.pod(path.substring(0, slash), path.substring(slash + 1)))
        .map(Pod.class::cast)
        .filter(pod -> !pod.terminated())
        .map(Pod::ips)
        .orElse(List.of());
  }

  /// A node talks to Pods from the first address of its Pod CIDR, and is talked to at its InternalIP.
  private List<IpAddress> node(String name) {
    Optional<Node> node = state.object(ObjectKey.node(name)).map(Node.class::cast);
    List<IpAddress> addresses = new ArrayList<>();
    node.ifPresent(n -> {
      addresses.addAll(n.internalIps());
      n.podCidrs().forEach(cidr -> addresses.add(cidr.address(1)));
    });
    return addresses;
  }

  /// An address and a port.
  record Target(IpAddress address, int port) {}

  /// Where a connection to the virtual address of a Service may end.
  List<Target> endpointsOf(IpAddress virtual, int port) {
    List<Target> targets = new ArrayList<>();
    state
        .all(Service.class)
        .filter(service -> service.clusterIps().contains(virtual))
        .forEach(service ->
            service.ports().stream()
                .filter(p -> p.port() == port)
                .forEach(p -> targets.addAll(endpointsOf(service, p))));
    return targets;
  }

  private List<Target> endpointsOf(Service service, Service.Port port) {
    List<Target> targets = new ArrayList<>();
    state
        .all(EndpointSlice.class)
        .filter(slice -> slice.service().equals(service.key()))
        .forEach(slice -> {
          OptionalInt number =
              slice.ports().stream()
                  .filter(p -> p.name().equals(port.name()))
                  .map(EndpointSlice.EndpointPort::port)
                  .findFirst()
                  .orElse(OptionalInt.empty());
          slice
              .endpoints()
              .forEach(e -> targets.add(new Target(e.address(), number.orElseThrow())));
        });
    return targets;
  }
}
