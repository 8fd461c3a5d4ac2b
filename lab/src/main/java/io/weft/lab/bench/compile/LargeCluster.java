package io.weft.lab.bench.compile;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// 10,000 Pods of both families, 10,000 policies and 5,000 Services; 100 of the Pods are on the node.
///
/// Each policy has an ingress rule for two kinds of peers (one in its namespace, one by a label of
/// namespaces) on a port and a named port; every second one an egress rule besides. Each Service has
/// three endpoints. Three Pods at a time share all labels, as replicas do.
///
/// @param namespaces how many; Pods and policies are spread over them
/// @param dense whether every policy selects all Pods of its namespace, not those of one application
record LargeCluster(int namespaces, boolean dense) {

  static final int PODS = 10_000;
  static final int POLICIES = 10_000;
  static final int SERVICES = 5_000;
  static final int LOCAL = 100;

  /// About 500 of the policies are in force on the node.
  static final LargeCluster SPREAD = new LargeCluster(100, false);

  /// All of the policies are in force on the node.
  static final LargeCluster DENSE = new LargeCluster(10, true);

  private static final int APPS = 20;
  private static final int TEAMS = 7;
  private static final IpAddress FIRST_POD4 = IpAddress.parse("10.245.0.0");
  private static final IpAddress FIRST_POD6 = IpAddress.parse("fd00:10:245::");
  private static final IpAddress FIRST_SERVICE = IpAddress.parse("10.96.0.1");

  /// The node.
  static NodeFacts facts() {
    return new NodeFacts(
        "node1",
        new NodeFacts.Gateway(new OfPort(1), MacAddress.parse("02:00:00:00:01:01")),
        Optional.of(new NodeFacts.Tunnel(new OfPort(2), IpAddress.parse("192.168.0.1"))),
        List.of(IpAddress.parse("192.168.0.1")),
        List.of(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:10:244:1::/64")),
        List.of(IpPrefix.parse("10.96.0.0/12"), IpPrefix.parse("fd00:10:96::/112")),
        NodeFacts.Options.DEFAULT);
  }

  /// All that an agent is told before it compiles for the first time.
  List<PipelineChange> everything() {
    List<PipelineChange> changes = new ArrayList<>();
    for (ClusterObject object : objects()) {
      changes.add(new PipelineChange.Cluster(new ClusterChange.Put(object)));
    }
    for (int i = 0; i < LOCAL; i++) {
      changes.add(attached(i));
    }
    return changes;
  }

  private List<ClusterObject> objects() {
    List<ClusterObject> objects = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      objects.add(namespace("ns" + i, "t" + i % TEAMS));
    }
    for (int i = 0; i < PODS; i++) {
      objects.add(pod(i, app(i)));
    }
    for (int i = 0; i < POLICIES; i++) {
      objects.add(policy(i));
    }
    for (int i = 0; i < SERVICES; i++) {
      objects.add(service(i));
      objects.add(slice(i));
    }
    return objects;
  }

  static Namespace namespace(String name, String team) {
    Map<String, String> labels = Map.of("kubernetes.io/metadata.name", name, "team", team);
    return new Namespace(name, Labels.of(labels));
  }

  private String app(int i) {
    return "app" + i / namespaces % APPS;
  }

  /// A Pod that is not on the node gets the labels of another application.
  PipelineChange relabelled(int event) {
    int i = PODS / 2 + event;
    Pod pod = pod(i, app(i + namespaces));
    return new PipelineChange.Cluster(new ClusterChange.Put(pod));
  }

  private Pod pod(int i, String app) {
    return new Pod(
        "ns" + i % namespaces,
        "pod" + i,
        "uid" + i,
        Labels.of(Map.of("app", app, "pod-template-hash", "h" + i / 3)),
        Optional.of("node" + (i <= LOCAL ? 1 : 2 + i / 100)),
        false,
        Pod.Phase.RUNNING,
        false,
        addresses(i),
        List.of(new Pod.ContainerPort("http", Protocol.TCP, 8080)));
  }

  private static List<IpAddress> addresses(int i) {
    return List.of(FIRST_POD4.plus(i), FIRST_POD6.plus(i));
  }

  /// The Pod comes to the node; one more than [#LOCAL] can.
  PipelineChange attached(int i) {
    return new PipelineChange.Attach(
        new LocalPod(
            "port" + i,
            ObjectKey.pod("ns" + i % namespaces, "pod" + i),
            new OfPort(10 + i),
            MacAddress.parse("0e:00:00:00:00:%02x".formatted(i)),
            addresses(i)));
  }

  private NetworkPolicy policy(int i) {
    LabelSelector pods = dense ? LabelSelector.EVERYTHING : labelled("app", app(i));
    LabelSelector nearby = labelled("app", "app" + (i + 1) % APPS);
    Peer near = new Peer.Pods(Optional.empty(), Optional.of(nearby));
    LabelSelector team = labelled("team", "t" + i % TEAMS);
    LabelSelector theirs = labelled("app", "app" + (i + 2) % APPS);
    Peer far = new Peer.Pods(Optional.of(team), Optional.of(theirs));
    Port port = port(new PortReference.Numbered(1024 + i % 1000));
    Port named = port(new PortReference.Named("http"));
    List<Rule> egress = i % 2 == 0 ? List.of(new Rule(0, List.of(near), List.of(port))) : List.of();
    return new NetworkPolicy(
        "ns" + i % namespaces,
        "policy" + i,
        pods,
        true,
        i % 2 == 0,
        List.of(new Rule(0, List.of(near, far), List.of(port, named))),
        egress,
        List.of());
  }

  private static Port port(PortReference reference) {
    return new Port(Protocol.TCP, Optional.of(reference), OptionalInt.empty());
  }

  private static LabelSelector labelled(String key, String value) {
    return LabelSelector.matchLabels(Map.of(key, value));
  }

  private Service service(int i) {
    return Service.named("ns" + i % namespaces, "service" + i)
        .clusterIps(List.of(FIRST_SERVICE.plus(i)))
        .ports(List.of(new Service.Port("main", Protocol.TCP, 80, OptionalInt.empty())))
        .build();
  }

  private EndpointSlice slice(int i) {
    List<EndpointSlice.Endpoint> endpoints = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      endpoints.add(
          new EndpointSlice.Endpoint(
              FIRST_POD4.plus((2 * i + 7 * n) % PODS),
              true,
              true,
              false,
              "node" + (2 + n),
              "",
              new TreeSet<>(),
              new TreeSet<>()));
    }
    return new EndpointSlice(
        "ns" + i % namespaces,
        "service" + i + "-1",
        "service" + i,
        IpFamily.IPV4,
        endpoints,
        List.of(new EndpointSlice.EndpointPort("main", Protocol.TCP, OptionalInt.of(8080))));
  }
}
