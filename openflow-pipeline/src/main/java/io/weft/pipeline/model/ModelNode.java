package io.weft.pipeline.model;

import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.TUN_DST;
import static io.weft.openflow.match.Field.TUN_ID;
import static io.weft.openflow.match.Field.TUN_IPV6_DST;
import static io.weft.openflow.match.Field.TUN_IPV6_SRC;
import static io.weft.openflow.match.Field.TUN_SRC;

import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.table.Table;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.ConnectionTable;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node: its facts with made-up ports and MAC addresses, its flows, its connections.
final class ModelNode {

  private static final OfPort GATEWAY = new OfPort(1);
  private static final OfPort TUNNEL = new OfPort(2);
  private static final int FIRST_POD = 10;
  private static final long LOCAL_MAC = 0x0200_0000_0000L;

  private final HostStack host = new HostStack();
  private final ConnectionTable connections = new ConnectionTable();
  private final Map<ObjectKey, OfPort> ports = new HashMap<>();
  private final Map<ObjectKey, LocalPod> pods = new HashMap<>();
  private final PipelineCompiler compiler;
  private final BucketChoice buckets;
  private Node node;
  private @Nullable Evaluator evaluator;

  ModelNode(Node node, BucketChoice buckets) {
    this.node = node;
    this.buckets = buckets;
    this.compiler = new PipelineCompiler(facts(node));
  }

  private static NodeFacts facts(Node node) {
    return new NodeFacts(
        node.name(),
        new NodeFacts.Gateway(GATEWAY, new MacAddress(LOCAL_MAC | GATEWAY.number())),
        node.tunnelEndpoint().map(address -> new NodeFacts.Tunnel(TUNNEL, address)),
        node.internalIps(),
        node.podCidrs(),
        List.of(),
        NodeFacts.Options.DEFAULT);
  }

  /// The Node object is this now.
  void update(Node now) {
    node = now;
    apply(List.of(new PipelineChange.Facts(facts(now))));
  }

  /// The attachment of a Pod that runs here, with a port that is its own for ever.
  LocalPod attachment(Pod pod) {
    OfPort port = ports.computeIfAbsent(pod.key(), _ -> new OfPort(FIRST_POD + ports.size()));
    LocalPod attachment =
        new LocalPod(
            pod.key().path(),
            pod.key(),
            port,
            new MacAddress(LOCAL_MAC | port.number()),
            pod.ips());
    pods.put(pod.key(), attachment);
    return attachment;
  }

  /// The Pod no longer runs here; what conntrack knows of its addresses goes with it.
  Optional<LocalPod> detachment(ObjectKey pod) {
    Optional<LocalPod> attachment = Optional.ofNullable(pods.remove(pod));
    attachment.ifPresent(gone -> gone.addresses().forEach(connections::flush));
    return attachment;
  }

  /// The Pod as it is attached here.
  Optional<LocalPod> pod(ObjectKey key) {
    return Optional.ofNullable(pods.get(key));
  }

  void apply(List<PipelineChange> changes) {
    if (!compiler.apply(changes).isEmpty()) {
      evaluator = null;
    }
  }

  PipelineCompiler compiler() {
    return compiler;
  }

  HostStack host() {
    return host;
  }

  String name() {
    return node.name();
  }

  /// The node's own address of the family.
  Optional<IpAddress> address(IpFamily family) {
    return node.internalIp(family);
  }

  /// The source of what the node's processes send into the gateway.
  Optional<IpAddress> gatewayAddress(IpFamily family) {
    return node.podCidr(family).map(NodeFacts::gatewayAddress);
  }

  /// Whether packets for the address end at the node's own network stack.
  boolean isOwn(IpAddress address) {
    return node.internalIps().contains(address)
        || node.externalIps().contains(address)
        || gatewayAddress(address.family()).filter(address::equals).isPresent();
  }

  /// Whether the address lies in the node's Pod CIDRs.
  boolean ownsPodAddress(IpAddress address) {
    return node.podCidrs().stream().anyMatch((IpPrefix cidr) -> cidr.contains(address));
  }

  /// The address at which tunnels to this node end.
  Optional<IpAddress> tunnelAddress() {
    return node.tunnelEndpoint();
  }

  /// What the bridge does with a packet that the Pod sends.
  Trace fromPod(LocalPod pod, Packet packet) {
    return run(packet, pod.port(), pod.mac());
  }

  /// What the bridge does with a packet that the node's network stack hands in.
  Trace fromGateway(Packet packet) {
    return run(packet, GATEWAY, new MacAddress(LOCAL_MAC | GATEWAY.number()));
  }

  /// What the bridge does with a packet that another node sent into its tunnel.
  Trace fromTunnel(Packet packet, IpAddress from, IpAddress to) {
    Packet arrived =
        packet
            .with(TUN_ID, Reserved.TUNNEL_KEY)
            .with(from.isIpv4() ? TUN_SRC : TUN_IPV6_SRC, from)
            .with(to.isIpv4() ? TUN_DST : TUN_IPV6_DST, to);
    return run(arrived, TUNNEL, Reserved.ROUTER_MAC);
  }

  private Trace run(Packet packet, OfPort port, MacAddress source) {
    Evaluator current = evaluator;
    if (current == null) {
      FlowProgram program = compiler.program();
      current =
          new Evaluator(
              new FlowTables(program.flows().values(), program.groups().values()),
              connections,
              buckets);
      evaluator = current;
    }
    return current.run(
        packet
            .with(IN_PORT, Integer.toUnsignedLong(port.number()))
            .with(ETH_SRC, Bits.of(source))
            .with(ETH_DST, Bits.of(Reserved.ROUTER_MAC)));
  }

  boolean isGateway(OfPort port) {
    return port.equals(GATEWAY);
  }

  boolean isTunnel(OfPort port) {
    return port.equals(TUNNEL);
  }

  /// The Pod at this port.
  Optional<ObjectKey> podAt(OfPort port) {
    return pods.values().stream()
        .filter(pod -> pod.port().equals(port))
        .map(LocalPod::pod)
        .findFirst();
  }

  /// Why a packet ended at this bridge.
  String reason(Trace trace) {
    return trace
        .last()
        .map(lookup -> {
          String table =
              Table.numbered(lookup.table()).map(Table::title).orElse("table " + lookup.table());
          String flow =
              lookup
                  .flow()
                  .flatMap(found -> Cookie.parse(found.cookie()))
                  .map(cookie ->
                      cookie.purpose().text() + compiler.name(cookie).map(n -> ", " + n).orElse(""))
                  .orElse("no flow matches");
          return "%s at %s: %s".formatted(name(), table, flow);
        })
        .orElse(name());
  }
}
