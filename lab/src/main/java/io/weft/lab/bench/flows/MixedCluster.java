package io.weft.lab.bench.flows;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.Flow;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.stage.Delivery;
import io.weft.pipeline.table.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// A large cluster of both families as values, seen from its node 0: 250 nodes of 100 Pods each, 100
/// namespaces, 20 applications in each; policies that allow one application and 40 address blocks to
/// another, and Services of three endpoints and two ports.
final class MixedCluster {

  private static final int NODES = 250;
  private static final int PODS_PER_NODE = 100;
  private static final int NAMESPACES = 100;
  private static final int APPLICATIONS = 20;
  private static final int BLOCKS = 40;
  private static final int ENDPOINTS = 3;
  private static final IpAddress PODS_V4 = IpAddress.parse("10.128.0.0");
  private static final IpAddress SERVICES_V4 = IpAddress.parse("10.96.0.0");
  private static final IpAddress SERVICES_V6 = IpAddress.parse("fd00:10:96::");

  private MixedCluster() {}

  /// What node 0 does.
  ///
  /// @param policies how many policies the cluster has, over all namespaces
  /// @param services how many Services, two ports each
  static FlowProgram program(int policies, int services) {
    List<ClusterObject> objects = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      objects.add(
          new Node("node" + i, Labels.of(Map.of()), List.of(underlay(i)), List.of(), podCidrs(i)));
    }
    for (int i = 0; i < NAMESPACES; i++) {
      objects.add(new Namespace("ns" + i, Labels.of(Map.of("team", "t" + i % 7))));
    }
    for (int i = 0; i < NODES * PODS_PER_NODE; i++) {
      objects.add(pod(i));
    }
    for (int i = 0; i < policies; i++) {
      objects.add(policy(i));
    }
    for (int i = 0; i < services; i++) {
      objects.add(service(i));
      for (IpFamily family : IpFamily.values()) {
        objects.add(slice(i, family));
      }
    }
    List<LocalPod> local = new ArrayList<>();
    for (int i = 0; i < PODS_PER_NODE; i++) {
      local.add(
          new LocalPod(
              "port" + i,
              ObjectKey.pod(namespace(i), "pod" + i),
              new OfPort(10 + i),
              MacAddress.parse("0e:00:00:00:00:%02x".formatted(i)),
              addresses(i)));
    }
    return PipelineCompiler.compile(facts(), local, ClusterState.of(objects));
  }

  /// The flow of table Destination for one more Pod of node 0.
  static Flow whereAPodIs(IpAddress address) {
    Contribution.Builder to = Contribution.of(Cookie.Kind.POD, 1);
    Delivery.pod(
        new LocalPod(
            "more",
            ObjectKey.pod("default", "more"),
            new OfPort(9),
            MacAddress.parse("0e:00:00:00:01:00"),
            List.of(address)),
        0,
        to);
    return to.build().flows().getFirst();
  }

  private static NodeFacts facts() {
    return new NodeFacts(
        "node0",
        new NodeFacts.Gateway(new OfPort(1), MacAddress.parse("02:00:00:00:00:01")),
        Optional.of(new NodeFacts.Tunnel(new OfPort(2), underlay(0))),
        List.of(underlay(0)),
        podCidrs(0),
        List.of(IpPrefix.parse("10.96.0.0/12"), IpPrefix.parse("fd00:10:96::/108")),
        NodeFacts.Options.DEFAULT);
  }

  private static IpAddress underlay(int node) {
    return IpAddress.parse("192.168.0.1").plus(node);
  }

  private static List<IpPrefix> podCidrs(int node) {
    return List.of(
        new IpPrefix(PODS_V4.plus(256L * node), 24),
        IpPrefix.parse("fd00:10:244:%x::/64".formatted(node)));
  }

  /// Pod `i` is on node `i / 100`, and the addresses .1 and .2 of a node's block are its own.
  private static List<IpAddress> addresses(int pod) {
    int place = 3 + pod % PODS_PER_NODE;
    return podCidrs(pod / PODS_PER_NODE).stream().map(cidr -> cidr.address(place)).toList();
  }

  private static String namespace(int pod) {
    return "ns" + pod % NAMESPACES;
  }

  private static String application(int pod) {
    return "app" + pod / NAMESPACES % APPLICATIONS;
  }

  private static Pod pod(int i) {
    return new Pod(
        namespace(i),
        "pod" + i,
        "uid" + i,
        Labels.of(Map.of("app", application(i), "pod-template-hash", "h" + i % 1000)),
        Optional.of("node" + i / PODS_PER_NODE),
        false,
        Pod.Phase.RUNNING,
        false,
        addresses(i),
        List.of(new Pod.ContainerPort("http", Protocol.TCP, 8080)));
  }

  /// For ingress; every second one for egress too.
  private static NetworkPolicy policy(int i) {
    String own = "app" + i / NAMESPACES % APPLICATIONS;
    String other = "app" + (i / NAMESPACES + 1) % APPLICATIONS;
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer.Pods(Optional.empty(), Optional.of(application(other))));
    peers.add(
        new Peer.Pods(
            Optional.of(LabelSelector.matchLabels(Map.of("team", "t" + i % 7))),
            Optional.of(application(own))));
    for (int block = 0; block < BLOCKS; block++) {
      IpAddress first = IpAddress.parse("172.16.0.0").plus(256L * ((i * 7 + block) % 4096));
      peers.add(new Peer.IpBlock(new IpPrefix(first, 24), List.of()));
    }
    NetworkPolicy.Port port =
        new NetworkPolicy.Port(
            Protocol.TCP,
            Optional.of(new PortReference.Numbered(1024 + i % 100)),
            OptionalInt.empty());
    NetworkPolicy.Rule rule = new NetworkPolicy.Rule(0, peers, List.of(port));
    return new NetworkPolicy(
        namespace(i),
        "policy" + i,
        application(own),
        true,
        i % 2 == 0,
        List.of(rule),
        i % 2 == 0 ? List.of(rule) : List.of(),
        List.of());
  }

  private static LabelSelector application(String name) {
    return LabelSelector.matchLabels(Map.of("app", name));
  }

  private static Service service(int i) {
    return Service.named(namespace(i), "service" + i)
        .clusterIps(List.of(SERVICES_V4.plus(1 + i), SERVICES_V6.plus(1 + i)))
        .ports(
            List.of(
                new Service.Port("http", Protocol.TCP, 80, OptionalInt.empty()),
                new Service.Port("metrics", Protocol.TCP, 9090, OptionalInt.empty())))
        .build();
  }

  private static EndpointSlice slice(int i, IpFamily family) {
    List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();
    for (int j = 0; j < ENDPOINTS; j++) {
      int pod = (i * 7 + j * 101) % (NODES * PODS_PER_NODE);
      IpAddress address =
          addresses(pod).stream().filter(a -> a.family() == family).findFirst().orElseThrow();
      endpoints.add(
          new EndpointSlice.Endpoint(
              address,
              true,
              true,
              false,
              "node" + pod / PODS_PER_NODE,
              "",
              new TreeSet<>(),
              new TreeSet<>()));
    }
    return new EndpointSlice(
        namespace(i),
        "service%d-%s".formatted(i, family == IpFamily.IPV4 ? "v4" : "v6"),
        "service" + i,
        family,
        endpoints,
        List.of(
            new EndpointSlice.EndpointPort("http", Protocol.TCP, OptionalInt.of(8080)),
            new EndpointSlice.EndpointPort("metrics", Protocol.TCP, OptionalInt.of(9090))));
  }
}
