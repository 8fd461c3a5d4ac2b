package io.weft.pipeline.golden;

import static io.weft.pipeline.Example.ip;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The policies and Pods that the book's chapter on policies speaks of.
final class PolicyExample {

  private PolicyExample() {}

  static List<ClusterObject> objects() {
    return List.of(
        namespace("default", "red"),
        namespace("shop", "blue"),
        pod("default", "pod1", "web", "10.244.1.11"),
        pod("default", "pod2", "db", "10.244.1.12"),
        pod("default", "far", "web", "10.244.2.11"),
        pod("shop", "cart", "cart", "10.244.3.11"),
        deny(),
        web());
  }

  private static Namespace namespace(String name, String team) {
    return new Namespace(name, Labels.of(Map.of("team", team)));
  }

  private static Pod pod(String namespace, String name, String app, String address) {
    return new Pod(
        namespace,
        name,
        "",
        Labels.of(Map.of("app", app)),
        Optional.empty(),
        false,
        Pod.Phase.RUNNING,
        false,
        List.of(ip(address)),
        List.of(new Pod.ContainerPort("http", Protocol.TCP, 8080)));
  }

  private static Port port(Protocol protocol, PortReference port, OptionalInt last) {
    return new Port(protocol, Optional.of(port), last);
  }

  private static NetworkPolicy deny() {
    Port dns = port(Protocol.UDP, new PortReference.Numbered(53), OptionalInt.empty());
    return new NetworkPolicy(
        "default",
        "deny",
        LabelSelector.EVERYTHING,
        true,
        true,
        List.of(),
        List.of(new Rule(0, List.of(), List.of(dns))),
        List.of());
  }

  private static NetworkPolicy web() {
    Peer teams =
        new Peer.Pods(
            Optional.of(new LabelSelector(List.of(new LabelSelector.In("team", "red", "blue")))),
            Optional.empty());
    Peer outside =
        new Peer.IpBlock(
            IpPrefix.parse("203.0.113.0/24"), List.of(IpPrefix.parse("203.0.113.64/26")));
    Port http = port(Protocol.TCP, new PortReference.Named("http"), OptionalInt.empty());
    Port range = port(Protocol.TCP, new PortReference.Numbered(8000), OptionalInt.of(8003));
    return new NetworkPolicy(
        "default",
        "web",
        LabelSelector.matchLabels(Map.of("app", "web")),
        true,
        false,
        List.of(
            new Rule(0, List.of(teams), List.of(http)),
            new Rule(1, List.of(outside), List.of(range))),
        List.of(),
        List.of());
  }
}
