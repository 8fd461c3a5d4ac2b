package io.weft.pipeline;

import io.weft.cluster.ClusterState;
import io.weft.cluster.Labels;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The nodes and Pods that tests speak of: node `n` has the Pod CIDRs 10.244.n.0/24 and
/// fd00:10:244:n::/64 and the underlay address 192.168.0.n; its Pod `i` has the port 10 + i.
public final class Example {

  private Example() {}

  public static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  public static List<IpPrefix> podCidrs(int node) {
    return List.of(
        IpPrefix.parse("10.244." + node + ".0/24"),
        IpPrefix.parse("fd00:10:244:" + node + "::/64"));
  }

  public static NodeFacts facts(int node) {
    return facts(node, podCidrs(node), "192.168.0." + node);
  }

  public static NodeFacts facts(int node, List<IpPrefix> podCidrs, String address) {
    return new NodeFacts(
        "node" + node,
        new NodeFacts.Gateway(new OfPort(1), MacAddress.parse("02:00:00:00:0" + node + ":01")),
        Optional.of(new NodeFacts.Tunnel(new OfPort(2), ip(address))),
        List.of(ip(address)),
        podCidrs,
        List.of(IpPrefix.parse("10.96.0.0/16"), IpPrefix.parse("fd00:10:96::/112")),
        NodeFacts.Options.DEFAULT);
  }

  /// Services by ourselves, with or without a conntrack that can be asked whether a tuple is taken.
  public static NodeFacts.Options options(boolean selfTranslation) {
    return new NodeFacts.Options(true, false, List.of(), selfTranslation);
  }

  public static LocalPod pod(int node, int number) {
    return pod(
        number,
        ip("10.244." + node + "." + (10 + number)),
        ip("fd00:10:244:" + node + "::" + (10 + number)));
  }

  public static LocalPod pod(int number, IpAddress... addresses) {
    return new LocalPod(
        "pod" + number,
        ObjectKey.pod("default", "pod" + number),
        new OfPort(10 + number),
        MacAddress.parse("0e:00:00:00:00:%02x".formatted(number)),
        List.of(addresses));
  }

  public static Node node(int number) {
    return node(number, podCidrs(number), "192.168.0." + number);
  }

  public static Node node(int number, List<IpPrefix> podCidrs, String address) {
    return new Node(
        "node" + number, Labels.of(Map.of()), List.of(ip(address)), List.of(), podCidrs);
  }

  /// Node 1 with so many Pods, in a cluster of so many nodes.
  public static FlowProgram program(int pods, int nodes) {
    return PipelineCompiler.compile(
        facts(1),
        Stream.iterate(1, i -> i <= pods, i -> i + 1).map(i -> pod(1, i)).toList(),
        ClusterState.of(
            Stream.iterate(1, i -> i <= nodes, i -> i + 1).map(Example::node).toList()));
  }
}
