package io.weft.controller.trace;

import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Service;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.text.MatchText;
import io.weft.openflow.text.Names;
import io.weft.openflow.text.SyntaxException;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.trace.Packet;
import java.util.List;
import java.util.Optional;

/// Where packets that people ask for come into the bridge, and what they look like there.
///
/// @param doorways the bridge's ports
/// @param objects the cluster
record Departures(Doorways doorways, ClusterObjects objects) {

  private static final int TTL = 64;
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final String NODE = "node:";
  private static final String SERVICE = "svc:";
  private static final String OUTSIDE = "ext:";

  /// A packet at the door.
  ///
  /// @param packet as it comes in
  /// @param entry by whom, in words
  /// @param origin whether this is the bridge where such a packet comes in first
  record Departure(Packet packet, String entry, boolean origin) {}

  /// The packet that the question means.
  ///
  /// @throws IllegalArgumentException naming what is not known
  Departure of(TraceRequest request) {
    return request.packet().isPresent()
        ? outOfTunnel(request, request.packet().get())
        : named(request);
  }

  private Departure outOfTunnel(TraceRequest request, String text) {
    IpAddress from =
        request
            .tunnelFrom()
            .orElseThrow(() -> new IllegalArgumentException("packet needs tunnelFrom"));
    RemoteNode sender =
        doorways.others().stream()
            .filter(node -> node.endpoint().equals(from))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no node has tunnels at " + from));
    boolean here =
        request.tunnelTo().isEmpty()
            || doorways.node().tunnel().map(NodeFacts.Tunnel::local).equals(request.tunnelTo());
    if (!here) {
      throw new IllegalArgumentException(
          "tunnels to %s do not end here".formatted(request.tunnelTo().get()));
    }
    return new Departure(
        throughTunnel(sender, packet(text)), "the tunnel from node " + sender.name(), false);
  }

  private static Packet packet(String text) {
    try {
      return Packet.of(MatchText.parse(text, Names.NONE));
    } catch (SyntaxException e) {
      throw new IllegalArgumentException("packet: " + e.getMessage(), e);
    }
  }

  private Packet throughTunnel(RemoteNode sender, Packet packet) {
    return doorways
        .fromTunnel(sender, packet)
        .orElseThrow(() -> new IllegalArgumentException("this node has no tunnel"));
  }

  private Departure named(TraceRequest request) {
    if (request.to().startsWith(SERVICE) && request.connection() != TraceRequest.Connection.NEW) {
      throw new IllegalArgumentException(
          "connection: which endpoint a connection to '%s' has is not known; say the endpoint"
              .formatted(request.to()));
    }
    IpFamily family = request.family().orElseGet(() -> common(request));
    IpAddress source = sourceOf(request.from(), family);
    IpAddress destination = destinationOf(request.to(), family);
    Packet ip = ip(request, source, destination);
    Optional<LocalPod> pod = doorways.pod(source);
    if (pod.isPresent()) {
      return new Departure(doorways.fromPod(pod.get(), ip), pod.get().pod().toString(), true);
    }
    Optional<RemoteNode> node = doorways.owner(source);
    if (node.isPresent()) {
      return new Departure(
          throughTunnel(node.get(), ip), "the tunnel from node " + node.get().name(), false);
    }
    boolean own = request.from().equals(NODE + doorways.node().name());
    return new Departure(
        doorways.fromGateway(ip),
        "the gateway of node " + doorways.node().name(),
        own || isHere(destination));
  }

  /// Whether the outside sends packets for the address to this node.
  private boolean isHere(IpAddress address) {
    return doorways.node().addresses().contains(address)
        || doorways.node().podCidrs().stream().anyMatch(cidr -> cidr.contains(address));
  }

  private IpFamily common(TraceRequest request) {
    for (IpFamily family : IpFamily.values()) {
      if (source(request.from(), family).isPresent()
          && destination(request.to(), family).isPresent()) {
        return family;
      }
    }
    // Says which of the two is not known.
    for (IpFamily family : IpFamily.values()) {
      if (source(request.from(), family).isPresent()) {
        return family;
      }
    }
    return IpFamily.IPV4;
  }

  private IpAddress sourceOf(String name, IpFamily family) {
    return source(name, family).orElseThrow(() -> unknown("from", name, family));
  }

  private IpAddress destinationOf(String name, IpFamily family) {
    return destination(name, family).orElseThrow(() -> unknown("to", name, family));
  }

  private static IllegalArgumentException unknown(String key, String name, IpFamily family) {
    return new IllegalArgumentException(
        "%s: '%s' has no %s address that is known here; write NAMESPACE/POD, node:NAME,"
                .formatted(key, name, family == IpFamily.IPV4 ? "IPv4" : "IPv6")
            + " svc:NAMESPACE/SERVICE or an address");
  }

  /// What a sender sends with: a node's processes use the gateway address.
  private Optional<IpAddress> source(String name, IpFamily family) {
    if (!name.startsWith(NODE)) {
      return destination(name, family);
    }
    return objects
        .node(name.substring(NODE.length()))
        .flatMap(node -> node.podCidr(family))
        .map(NodeFacts::gatewayAddress);
  }

  private Optional<IpAddress> destination(String name, IpFamily family) {
    if (name.startsWith(NODE)) {
      return objects
          .node(name.substring(NODE.length()))
          .flatMap((Node node) -> node.internalIp(family));
    }
    if (name.startsWith(SERVICE)) {
      return key(name.substring(SERVICE.length()))
          .flatMap(pod -> objects.service(ObjectKey.service(pod.namespace(), pod.name())))
          .map(Service::clusterIps)
          .flatMap(addresses -> first(addresses, family));
    }
    String plain = name.startsWith(OUTSIDE) ? name.substring(OUTSIDE.length()) : name;
    return IpAddress.tryParse(plain)
        .filter(address -> address.family() == family)
        .or(() -> key(name).flatMap(pod -> pod(pod, family)));
  }

  private static Optional<ObjectKey> key(String path) {
    int slash = path.indexOf('/');
    return slash > 0 && slash < path.length() - 1
        ? Optional.of(ObjectKey.pod(path.substring(0, slash), path.substring(slash + 1)))
        : Optional.empty();
  }

  private Optional<IpAddress> pod(ObjectKey key, IpFamily family) {
    return doorways.pods().stream()
        .filter(pod -> pod.pod().equals(key))
        .findFirst()
        .flatMap(pod -> pod.address(family))
        .or(() -> objects.pod(key).map(Pod::ips).flatMap(ips -> first(ips, family)));
  }

  private static Optional<IpAddress> first(List<IpAddress> addresses, IpFamily family) {
    return addresses.stream().filter(address -> address.family() == family).findFirst();
  }

  private static Packet ip(TraceRequest request, IpAddress source, IpAddress destination) {
    boolean ipv4 = source.isIpv4();
    int protocol =
        switch (request.protocol()) {
          case TCP -> 6;
          case UDP -> 17;
          case SCTP -> 132;
          case ICMP -> ipv4 ? 1 : 58;
        };
    Packet packet =
        Packet.of(
            Match.ip(source.family())
                .with(Field.IP_PROTO, protocol)
                .with(ipv4 ? Field.IPV4_SRC : Field.IPV6_SRC, source)
                .with(ipv4 ? Field.IPV4_DST : Field.IPV6_DST, destination)
                .with(Field.IP_TTL, TTL));
    return switch (request.protocol()) {
      case TCP ->
          packet
              .with(Field.TCP_SRC, request.sourcePort())
              .with(Field.TCP_DST, request.port())
              .with(
                  Field.TCP_FLAGS, request.connection() == TraceRequest.Connection.NEW ? SYN : ACK);
      case UDP ->
          packet.with(Field.UDP_SRC, request.sourcePort()).with(Field.UDP_DST, request.port());
      case SCTP ->
          packet.with(Field.SCTP_SRC, request.sourcePort()).with(Field.SCTP_DST, request.port());
      case ICMP -> packet.with(ipv4 ? Field.ICMP4_TYPE : Field.ICMP6_TYPE, ipv4 ? 8 : 128);
    };
  }
}
