package io.weft.pipeline.connection;

import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.TUN_DST;
import static io.weft.openflow.match.Field.TUN_ID;
import static io.weft.openflow.match.Field.TUN_IPV6_DST;
import static io.weft.openflow.match.Field.TUN_IPV6_SRC;
import static io.weft.openflow.match.Field.TUN_SRC;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.trace.Packet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The ports of a node's bridge, and how IP packets look when they come in by them.
///
/// @param node the node
/// @param pods the Pods that are attached to it
/// @param others the other nodes
public record Doorways(NodeFacts node, List<LocalPod> pods, List<RemoteNode> others) {

  public Doorways {
    pods = List.copyOf(pods);
    others = List.copyOf(others);
  }

  /// The ports of a node with these neighbours.
  public static Doorways of(
      NodeFacts node, Collection<LocalPod> pods, Collection<RemoteNode> others) {
    return new Doorways(
        node,
        List.copyOf(pods),
        others.stream().filter(other -> !other.name().equals(node.name())).toList());
  }

  /// The packet as the Pod sends it.
  public Packet fromPod(LocalPod pod, Packet ip) {
    return arriving(ip, pod.port(), pod.mac());
  }

  /// The packet as the node's own network stack hands it in.
  public Packet fromGateway(Packet ip) {
    return arriving(ip, node.gateway().port(), node.gateway().mac());
  }

  /// The packet as it comes out of the tunnel from another node; empty if this node has no tunnel.
  public Optional<Packet> fromTunnel(RemoteNode from, Packet ip) {
    return node.tunnel().map(tunnel -> fromTunnel(tunnel, from.endpoint(), ip));
  }

  private static Packet fromTunnel(NodeFacts.Tunnel tunnel, IpAddress from, Packet ip) {
    Packet carried =
        ip.with(TUN_ID, Reserved.TUNNEL_KEY)
            .with(from.isIpv4() ? TUN_SRC : TUN_IPV6_SRC, from)
            .with(tunnel.local().isIpv4() ? TUN_DST : TUN_IPV6_DST, tunnel.local());
    return arriving(carried, tunnel.port(), Reserved.ROUTER_MAC);
  }

  private static Packet arriving(Packet packet, OfPort port, MacAddress source) {
    return packet
        .with(IN_PORT, Integer.toUnsignedLong(port.number()))
        .with(ETH_SRC, Bits.of(source))
        .with(ETH_DST, Bits.of(Reserved.ROUTER_MAC));
  }

  /// The attached Pod with this address.
  public Optional<LocalPod> pod(IpAddress address) {
    return pods.stream().filter(pod -> pod.addresses().contains(address)).findFirst();
  }

  /// The attached Pod at this port.
  public Optional<LocalPod> pod(OfPort port) {
    return pods.stream().filter(pod -> pod.port().equals(port)).findFirst();
  }

  /// The other node in whose Pod CIDRs the address lies.
  public Optional<RemoteNode> owner(IpAddress address) {
    return others.stream()
        .filter(other -> other.podCidrs().stream().anyMatch(cidr -> cidr.contains(address)))
        .findFirst();
  }
}
