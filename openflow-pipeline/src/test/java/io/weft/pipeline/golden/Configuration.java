package io.weft.pipeline.golden;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.node;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.Example.podCidrs;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.Node;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The configurations whose whole tables are kept as golden files.
@SuppressWarnings("ImmutableEnumChecker") // the compiler is filled once and then only read
enum Configuration {
  NO_PODS("One node of both families, no Pods, no other nodes.", facts(1), List.of(), List.of()),
  TWO_PODS(
      "One node with two Pods of both families.",
      facts(1),
      List.of(pod(1, 1), pod(1, 2)),
      List.of()),
  THREE_NODES(
      "Node 1 of three, with one Pod of both families. The encapsulation of the tunnel (Geneve,"
          + " VXLAN, GRE) makes no difference to the flows.",
      facts(1),
      List.of(pod(1, 1)),
      List.of(node(2), node(3))),
  IPV4_ONLY(
      "Two nodes without IPv6.",
      facts(1, podCidrs(1).subList(0, 1), "192.168.0.1"),
      List.of(pod(1, ip("10.244.1.11"))),
      List.of(node(2, podCidrs(2).subList(0, 1), "192.168.0.2"))),
  IPV6_ONLY(
      "Two nodes without IPv4, the underlay included.",
      facts(1, podCidrs(1).subList(1, 2), "2001:db8::1"),
      List.of(pod(1, ip("fd00:10:244:1::11"))),
      List.of(node(2, podCidrs(2).subList(1, 2), "2001:db8::2"))),
  BESIDE_ANOTHER_PROXY(
      "Services are somebody else's: Service addresses go out by the gateway, and Pods' packets may"
          + " come back in by it, translated.",
      facts(1).withOptions(new NodeFacts.Options(false, false)),
      List.of(pod(1, 1)),
      List.of()),
  AFTER_LOST_CONNTRACK(
      "Conntrack was lost a moment ago: TCP connections may be picked up in their middle.",
      facts(1).withOptions(new NodeFacts.Options(true, true)),
      List.of(pod(1, 1)),
      List.of());

  private final String text;
  private final PipelineCompiler compiler;

  Configuration(String text, NodeFacts facts, List<LocalPod> pods, List<Node> nodes) {
    this.text = text;
    this.compiler = new PipelineCompiler(facts);
    List<PipelineChange> changes = new ArrayList<>();
    pods.forEach(pod -> changes.add(new PipelineChange.Attach(pod)));
    nodes.forEach(node -> changes.add(new PipelineChange.Cluster(new ClusterChange.Put(node))));
    compiler.apply(changes);
  }

  /// `three-nodes.flows`.
  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".flows";
  }

  /// What it is, one paragraph.
  String text() {
    return text;
  }

  PipelineCompiler compiler() {
    return compiler;
  }
}
