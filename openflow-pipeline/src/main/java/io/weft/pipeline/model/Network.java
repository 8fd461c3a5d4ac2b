package io.weft.pipeline.model;

import static io.weft.openflow.match.Field.TUN_DST;
import static io.weft.openflow.match.Field.TUN_IPV6_DST;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import io.weft.pipeline.trace.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries one packet from its sender to whoever gets it.
final class Network {

  private static final int MAX_HOPS = 8;

  private final Map<String, ModelNode> nodes;
  private final Collection<OutsideHost> outside;
  private final Set<IpAddress> virtualAddresses;
  private final List<Hop> path = new ArrayList<>();

  /// @param virtualAddresses addresses of Services, which nodes route into their bridge
  Network(
      Map<String, ModelNode> nodes,
      Collection<OutsideHost> outside,
      Set<IpAddress> virtualAddresses) {
    this.nodes = nodes;
    this.outside = outside;
    this.virtualAddresses = virtualAddresses;
  }

  /// A Pod sends.
  Delivery fromPod(ModelNode node, LocalPod pod, Packet packet) {
    return bridged(node, packet, node.fromPod(pod, packet));
  }

  /// A process of the node sends.
  Delivery fromNode(ModelNode node, Segment segment, Tuple tuple) {
    IpAddress to = tuple.destination();
    if (node.isOwn(to)) {
      return received(new Endpoint.OfNode(node.name()), segment.packet(tuple));
    }
    if (!isInside(to)) {
      return underlay(segment.packet(tuple));
    }
    Optional<IpAddress> self = node.gatewayAddress(to.family());
    boolean begins = segment != Segment.ANSWER;
    Tuple sent =
        begins && self.isPresent()
            ? new Tuple(
                tuple.protocol(), self.get(), tuple.sourcePort(), to, tuple.destinationPort())
            : tuple;
    Packet packet = segment.packet(sent);
    return bridged(node, packet, node.fromGateway(packet));
  }

  /// A host outside sends.
  Delivery fromOutside(Segment segment, Tuple tuple) {
    return underlay(segment.packet(tuple));
  }

  private boolean isInside(IpAddress address) {
    return virtualAddresses.contains(address)
        || nodes.values().stream().anyMatch(node -> node.ownsPodAddress(address));
  }

  private Delivery received(Endpoint receiver, Packet packet) {
    return new Delivery(Optional.of(receiver), packet, "", List.copyOf(path));
  }

  private Delivery lost(Packet packet, String reason) {
    return new Delivery(Optional.empty(), packet, reason, List.copyOf(path));
  }

  private Delivery bridged(ModelNode node, Packet packet, Trace trace) {
    path.add(new Hop(node.name(), trace));
    if (path.size() > MAX_HOPS) {
      return lost(packet, "goes round and round at " + node.name());
    }
    if (trace.sent().isEmpty()) {
      return lost(packet, node.reason(trace));
    }
    Trace.Step.Sent sent = trace.sent().getFirst();
    Packet after = headers(sent.packet());
    if (node.isGateway(sent.port())) {
      return host(node, after);
    }
    if (node.isTunnel(sent.port())) {
      return tunnel(node, sent.packet(), after);
    }
    return node.podAt(sent.port())
        .map(pod -> received(new Endpoint.OfPod(pod), after))
        .orElseGet(() -> lost(after, "%s has no port %s".formatted(node.name(), sent.port())));
  }

  /// The packet itself, without what the bridge knew about it.
  private static Packet headers(Packet packet) {
    Packet headers = Packet.empty();
    for (FieldMatch field : packet.fields()) {
      if (field.field().compareTo(Field.ETH_SRC) >= 0) {
        headers = headers.with(field.field(), field.value());
      }
    }
    return headers;
  }

  private Delivery tunnel(ModelNode from, Packet sent, Packet packet) {
    Bits ipv4 = sent.value(TUN_DST);
    Bits ipv6 = sent.value(TUN_IPV6_DST);
    IpAddress end =
        ipv4.isZero()
            ? IpAddress.ofIpv6(ipv6.high(), ipv6.low())
            : IpAddress.ofIpv4((int) ipv4.low());
    for (ModelNode node : nodes.values()) {
      if (node.tunnelAddress().filter(end::equals).isPresent()) {
        IpAddress begin = from.tunnelAddress().orElse(end);
        return bridged(node, packet, node.fromTunnel(packet, begin, end));
      }
    }
    return lost(packet, "no node ends tunnels at " + end);
  }

  /// The bridge hands a packet to the node's network stack.
  private Delivery host(ModelNode node, Packet packet) {
    Tuple tuple = tuple(packet);
    if (node.isOwn(tuple.destination())) {
      return received(new Endpoint.OfNode(node.name()), packet);
    }
    Optional<IpAddress> own = node.address(tuple.source().family());
    boolean masqueraded =
        own.isPresent() && isInside(tuple.source()) && !node.host().answersEntered(tuple);
    return underlay(
        masqueraded ? readdressed(packet, node.host().masquerade(tuple, own.get())) : packet);
  }

  /// A packet is between the nodes.
  private Delivery underlay(Packet packet) {
    Tuple tuple = tuple(packet);
    IpAddress to = tuple.destination();
    for (ModelNode node : nodes.values()) {
      if (node.isOwn(to) || node.ownsPodAddress(to)) {
        return arrived(node, packet, tuple);
      }
    }
    for (OutsideHost host : outside) {
      if (host.addresses().contains(to)) {
        return received(new Endpoint.Outside(host.name()), packet);
      }
    }
    return lost(packet, "nobody outside has the address " + to);
  }

  private Delivery arrived(ModelNode node, Packet packet, Tuple tuple) {
    Optional<Tuple> answer = node.host().restore(tuple);
    if (answer.isPresent()) {
      Packet restored = readdressed(packet, answer.get());
      return bridged(node, restored, node.fromGateway(restored));
    }
    if (node.isOwn(tuple.destination())) {
      return received(new Endpoint.OfNode(node.name()), packet);
    }
    node.host().enter(tuple);
    return bridged(node, packet, node.fromGateway(packet));
  }

  static Tuple tuple(Packet packet) {
    return Tuple.of(packet)
        .orElseThrow(() -> new IllegalStateException("not an IP packet: " + packet));
  }

  private static Packet readdressed(Packet packet, Tuple tuple) {
    boolean ipv4 = tuple.source().family() == IpFamily.IPV4;
    return packet
        .with(ipv4 ? Field.IPV4_SRC : Field.IPV6_SRC, tuple.source())
        .with(ipv4 ? Field.IPV4_DST : Field.IPV6_DST, tuple.destination());
  }
}
