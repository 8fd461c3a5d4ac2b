package io.weft.pipeline.bench;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
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
import io.weft.net.IpAddress;
import io.weft.pipeline.Example;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// 10,000 policies over 10,000 Pods of both families, compiled for one node with 100 of the Pods: in
/// full, and one Pod event afterwards. Run with `-Xmx256m`: then the heap is enough if it ends.
///
/// Two clusters. *Spread*: 100 namespaces of 100 policies and 100 Pods, each policy for one of 20
/// applications, so that about 500 are in force here. *Dense*: 10 namespaces, and every policy is for
/// all Pods of its namespace, so that all 10,000 are in force here.
final class PolicyCompile {

  private static final int PODS = 10_000;
  private static final int POLICIES = 10_000;
  private static final int LOCAL = 100;
  private static final int APPS = 20;

  private PolicyCompile() {}

  public static void main(String[] args) {
    for (int namespaces :
        args.length > 0 ? new int[] {Integer.parseInt(args[0])} : new int[] {100, 10}) {
      boolean dense = namespaces == 10;
      System.out.printf("%s cluster%n", dense ? "dense" : "spread");
      ClusterState state = ClusterState.of(objects(namespaces, dense));
      for (int round = 0; round < 5; round++) {
        measure(state, namespaces);
      }
    }
  }

  private static void measure(ClusterState state, int namespaces) {
    List<PipelineChange> changes = new ArrayList<>();
    state
        .objects()
        .values()
        .forEach(o -> changes.add(new PipelineChange.Cluster(new ClusterChange.Put(o))));
    for (int i = 0; i < LOCAL; i++) {
      changes.add(new PipelineChange.Attach(local(i, namespaces)));
    }
    long start = processorTime();
    PipelineCompiler compiler = new PipelineCompiler(Example.facts(1));
    int flows = compiler.apply(changes).changes().size();
    long full = processorTime() - start;
    long[] events = new long[200];
    for (int i = 0; i < events.length; i++) {
      Pod relabelled = pod(5000 + i, namespaces, "app" + (i + 7) % APPS);
      long begin = processorTime();
      compiler.apply(List.of(new PipelineChange.Cluster(new ClusterChange.Put(relabelled))));
      events[i] = processorTime() - begin;
    }
    Arrays.sort(events);
    long attach = processorTime();
    compiler.apply(List.of(new PipelineChange.Attach(local(LOCAL, namespaces))));
    attach = processorTime() - attach;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long policies = compiler.policies().statuses().stream().filter(s -> s.inForce()).count();
    System.out.printf(
        "  full %d ms, %d flows, %d policies in force; a Pod event p50 %d us, p99 %d us;"
            + " a Pod attached %d us; heap %d MB with the objects%n",
        full / 1_000_000,
        flows,
        policies,
        events[events.length / 2] / 1000,
        events[events.length * 99 / 100] / 1000,
        attach / 1000,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  /// Time that this thread computed, so that a busy machine does not count.
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<ClusterObject> objects(int namespaces, boolean dense) {
    List<ClusterObject> objects = new ArrayList<>();
    for (int i = 0; i < namespaces; i++) {
      String name = "ns" + i;
      objects.add(
          new Namespace(
              name, Labels.of(Map.of("kubernetes.io/metadata.name", name, "team", "t" + i % 7))));
    }
    for (int i = 0; i < PODS; i++) {
      objects.add(pod(i, namespaces, "app" + i / namespaces % APPS));
    }
    for (int i = 0; i < POLICIES; i++) {
      objects.add(policy(i, namespaces, dense));
    }
    return objects;
  }

  private static Pod pod(int i, int namespaces, String app) {
    return new Pod(
        "ns" + i % namespaces,
        "pod" + i,
        "uid" + i,
        Labels.of(Map.of("app", app, "pod-template-hash", "h" + i / 3)),
        Optional.of("node" + (i < LOCAL + 1 ? 1 : 2 + i / 100)),
        false,
        Pod.Phase.RUNNING,
        false,
        addresses(i),
        List.of(new Pod.ContainerPort("http", Protocol.TCP, 8080)));
  }

  private static List<IpAddress> addresses(int i) {
    return List.of(Example.ip("10.245.0.0").plus(i), Example.ip("fd00:10:245::").plus(i));
  }

  private static LocalPod local(int i, int namespaces) {
    LocalPod example = Example.pod(1, 1 + i);
    return new LocalPod(
        "port" + i,
        ObjectKey.pod("ns" + i % namespaces, "pod" + i),
        example.port(),
        example.mac(),
        addresses(i));
  }

  private static NetworkPolicy policy(int i, int namespaces, boolean dense) {
    LabelSelector pods = dense ? LabelSelector.EVERYTHING : app("app" + i / namespaces % APPS);
    Peer near = new Peer.Pods(Optional.empty(), Optional.of(app("app" + (i + 1) % APPS)));
    Peer far =
        new Peer.Pods(
            Optional.of(LabelSelector.matchLabels(Map.of("team", "t" + i % 7))),
            Optional.of(app("app" + (i + 2) % APPS)));
    Port port =
        new Port(
            Protocol.TCP,
            Optional.of(new PortReference.Numbered(1024 + i % 1000)),
            OptionalInt.empty());
    Port named =
        new Port(Protocol.TCP, Optional.of(new PortReference.Named("http")), OptionalInt.empty());
    return new NetworkPolicy(
        "ns" + i % namespaces,
        "policy" + i,
        pods,
        true,
        i % 2 == 0,
        List.of(new Rule(0, List.of(near, far), List.of(port, named))),
        i % 2 == 0 ? List.of(new Rule(0, List.of(near), List.of(port))) : List.of(),
        List.of());
  }

  private static LabelSelector app(String app) {
    return LabelSelector.matchLabels(Map.of("app", app));
  }
}
