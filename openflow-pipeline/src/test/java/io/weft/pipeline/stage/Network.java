package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.IP_TTL;
import static io.weft.openflow.match.Field.TUN_DST;
import static io.weft.openflow.match.Field.TUN_ID;
import static io.weft.openflow.match.Field.TUN_SRC;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.Example;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.ConnectionTable;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Two nodes with two Pods each, without a switch: packets go through the compiled flows, and from
/// one node's tunnel port to the other's.
public final class Network {

  public static final OfPort GATEWAY = new OfPort(1);
  public static final OfPort TUNNEL = new OfPort(2);

  private final Map<Integer, Evaluator> nodes = new HashMap<>();

  public Network() {
    this(NodeFacts.Options.DEFAULT);
  }

  public Network(NodeFacts.Options options) {
    this(options, List.of(), BucketChoice.first());
  }

  /// With more objects in the cluster.
  public Network(Collection<? extends ClusterObject> objects, BucketChoice buckets) {
    this(NodeFacts.Options.DEFAULT, objects, buckets);
  }

  /// With other choices, too.
  public Network(
      NodeFacts.Options options,
      Collection<? extends ClusterObject> objects,
      BucketChoice buckets) {
    List<ClusterObject> all = new ArrayList<>(objects);
    all.add(Example.node(1));
    all.add(Example.node(2));
    for (int node = 1; node <= 2; node++) {
      int number = node;
      FlowProgram program =
          PipelineCompiler.compile(
              Example.facts(node).withOptions(options),
              Stream.of(1, 2).map(i -> Example.pod(number, i)).toList(),
              ClusterState.of(all));
      FlowTables tables = new FlowTables(program.flows().values(), program.groups().values());
      nodes.put(node, new Evaluator(tables, new ConnectionTable(), buckets));
    }
  }

  /// What node `node` does with the packet.
  public Trace at(int node, Packet packet) {
    Evaluator evaluator = nodes.get(node);
    if (evaluator == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return evaluator.run(packet);
  }

  /// What arrives at the other node when this was sent into the tunnel.
  public static Packet throughTunnel(Trace trace) {
    Packet sent = trace.sent().getFirst().packet();
    Packet arrived = Packet.of(Match.any());
    for (var field : sent.fields()) {
      if (field.field().compareTo(Field.ETH_SRC) >= 0) {
        arrived = arrived.with(field.field(), field.value());
      }
    }
    return arrived
        .with(IN_PORT, Bits.of(TUNNEL.number()))
        .with(TUN_ID, sent.value(TUN_ID))
        .with(TUN_SRC, sent.value(TUN_SRC))
        .with(TUN_DST, sent.value(TUN_DST));
  }

  /// A packet that the Pod's kernel sends to its router.
  public static Packet fromPod(LocalPod pod, Match transport, IpAddress to) {
    IpFamily family = to.family();
    return packet(pod.port(), pod.mac(), transport, pod.address(family).orElseThrow(), to);
  }

  /// A packet that the node's kernel sends to the gateway port.
  public static Packet fromNode(int node, Match transport, IpAddress from, IpAddress to) {
    return packet(GATEWAY, Example.facts(node).gateway().mac(), transport, from, to);
  }

  public static Packet packet(
      OfPort port, MacAddress mac, Match transport, IpAddress from, IpAddress to) {
    return Packet.of(
        transport
            .with(IN_PORT, port)
            .with(ETH_SRC, mac)
            .with(ETH_DST, Reserved.ROUTER_MAC)
            .with(Ip.source(from.family()), from)
            .with(Ip.destination(to.family()), to)
            .with(IP_TTL, 64));
  }

  public static Match syn(IpFamily family) {
    return Match.tcp(family)
        .with(Field.TCP_SRC, 40000)
        .with(Field.TCP_DST, 80)
        .with(Field.TCP_FLAGS, 2);
  }

  /// The answer to a SYN of [#syn].
  public static Match synAck(IpFamily family) {
    return Match.tcp(family)
        .with(Field.TCP_SRC, 80)
        .with(Field.TCP_DST, 40000)
        .with(Field.TCP_FLAGS, 0x12);
  }

  /// Why the packet ended where it did.
  public static Purpose end(Trace trace) {
    return trace
        .last()
        .flatMap(Trace.Step.Lookup::flow)
        .flatMap(flow -> Cookie.parse(flow.cookie()))
        .orElseThrow(() -> new AssertionError("no named end: " + trace))
        .purpose();
  }
}
