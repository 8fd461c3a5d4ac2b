package io.weft.lab.cases;

import io.weft.lab.Lab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.traffic.Probe;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the endpoints of questions in a lab: `namespace/pod`, `node:NAME`, `ext:NAME`.
///
/// @param lab where to look
public record Endpoints(Lab lab) {

  private static final String NODE = "node:";
  private static final String OUTSIDE = "ext:";

  /// The probe that asks a question.
  ///
  /// @throws IllegalArgumentException if an endpoint does not exist, or has no address of the family
  public Probe probe(Question question, Duration timeout) {
    IpAddress destination = destination(question.to());
    return new Probe(
        namespace(question.from()),
        source(question.from(), destination.family()),
        destination,
        question.protocol(),
        question.port(),
        question.path(),
        timeout);
  }

  private NetworkNamespace namespace(String endpoint) {
    if (endpoint.startsWith(NODE)) {
      return lab.node(endpoint.substring(NODE.length())).namespace();
    }
    return endpoint.startsWith(OUTSIDE) ? lab.paths().hub() : pod(endpoint).namespace();
  }

  /// Only outside hosts share a namespace, so only they must say which of them asks.
  private Optional<IpAddress> source(String endpoint, IpFamily family) {
    return endpoint.startsWith(OUTSIDE)
        ? Optional.of(first(endpoint, lab.outside(endpoint.substring(OUTSIDE.length())), family))
        : Optional.empty();
  }

  /// The address that a target stands for.
  IpAddress destination(Question.Target target) {
    return switch (target) {
      case Question.Target.Address(IpAddress address) -> address;
      case Question.Target.Endpoint(String name, IpFamily family) ->
          first(name, addresses(name), family);
    };
  }

  /// All addresses of an endpoint.
  ///
  /// @throws IllegalArgumentException if it does not exist
  public List<IpAddress> addresses(String endpoint) {
    if (endpoint.startsWith(NODE)) {
      return lab.node(endpoint.substring(NODE.length())).spec().addresses();
    }
    return endpoint.startsWith(OUTSIDE)
        ? lab.outside(endpoint.substring(OUTSIDE.length()))
        : pod(endpoint).addresses();
  }

  private static IpAddress first(String endpoint, List<IpAddress> addresses, IpFamily family) {
    return addresses.stream()
        .filter(address -> address.family() == family)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(endpoint + " has no address of " + family));
  }

  private LabPod pod(String endpoint) {
    String[] parts = endpoint.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "'%s' is no endpoint: NAMESPACE/POD, node:NAME or ext:NAME".formatted(endpoint));
    }
    return lab.pod(parts[0], parts[1])
        .orElseThrow(() -> new IllegalArgumentException("no Pod '" + endpoint + "' is running"));
  }

  /// The addresses that packets of a node may come from: its InternalIPs, and the first two of each
  /// Pod CIDR (the gateway, and the source of masqueraded traffic).
  static List<IpAddress> nodeAddresses(KubernetesObject node) {
    List<IpAddress> addresses = new ArrayList<>(node.internalAddresses());
    for (IpPrefix cidr : node.podCidrs()) {
      addresses.add(cidr.address(1));
      addresses.add(cidr.address(2));
    }
    return addresses;
  }
}
