package io.weft.pipeline.golden;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.node;
import static io.weft.pipeline.Example.options;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.Example.podCidrs;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.pipeline.ServiceExample;
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
      List.of()),
  WITHOUT_SELF_TRANSLATION(
      "The userspace datapath of Open vSwitch before 3.3: conntrack cannot be asked whether a tuple is"
          + " taken, so the switch learns where connections may collide.",
      facts(1).withOptions(options(false)),
      List.of(pod(1, 1)),
      List.of()),
  SERVICES(
      "Three Services for the Pods of two nodes: `web`, with two endpoints; `shop`, which keeps its"
          + " clients, at a NodePort and at a load balancer's address for some clients only, with"
          + " externalTrafficPolicy Local; `none` without endpoints.",
      facts(1, podCidrs(1).subList(0, 1), "192.168.0.1"),
      List.of(pod(1, ip("10.244.1.11"))),
      services()),
  POLICIES(
      "Pod 1 is selected by `web` and `deny`, Pod 2 by `deny` alone. `web` lets in Pods of teams"
          + " red and blue on the named port `http`, and addresses outside on TCP 8000 to 8003."
          + " `deny` shuts both directions but for DNS. Peers are two Pods of other nodes.",
      facts(1, podCidrs(1).subList(0, 1), "192.168.0.1"),
      List.of(pod(1, ip("10.244.1.11")), pod(2, ip("10.244.1.12"))),
      PolicyExample.objects());

  private final String text;
  private final PipelineCompiler compiler;

  Configuration(
      String text, NodeFacts facts, List<LocalPod> pods, List<? extends ClusterObject> objects) {
    this.text = text;
    this.compiler = new PipelineCompiler(facts);
    List<PipelineChange> changes = new ArrayList<>();
    pods.forEach(pod -> changes.add(new PipelineChange.Attach(pod)));
    objects.forEach(o -> changes.add(new PipelineChange.Cluster(new ClusterChange.Put(o))));
    compiler.apply(changes);
  }

  private static List<ClusterObject> services() {
    ServiceExample web = ServiceExample.web("web", 10).at("10.96.0.10");
    ServiceExample shop =
        ServiceExample.web("shop", 11)
            .at("10.96.0.11")
            .nodePort(30080)
            .balanced("192.0.2.50", "198.51.100.0/24")
            .affine(10800)
            .local(true, false);
    List<ClusterObject> objects = new ArrayList<>();
    objects.add(web.service());
    objects.addAll(web.slices("10.244.1.11@node1", "10.244.2.11@node2"));
    objects.add(shop.service());
    objects.addAll(shop.slices("10.244.1.11@node1", "10.244.2.11@node2", "192.168.0.2@node2"));
    objects.add(ServiceExample.web("none", 12).at("10.96.0.12").service());
    return objects;
  }

  /// `three-nodes.groups`.
  String groupsFileName() {
    return fileName().replace(".flows", ".groups");
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
