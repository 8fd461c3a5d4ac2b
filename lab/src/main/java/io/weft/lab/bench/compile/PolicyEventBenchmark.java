package io.weft.lab.bench.compile;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a policy costs that is added, by how many Pods it lets in.
public final class PolicyEventBenchmark implements Benchmark {

  private static final String NAME = "policy-event";
  private static final int LABEL_SETS = 20;
  private static final List<Integer> PEERS = List.of(LABEL_SETS, 1_000, 10_000);
  private static final int EVENTS = 100;

  /// One size in one round.
  private record Cost(double flows, double millis) {}

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "A node with one Pod, on which 20 policies tell 20 kinds of peers apart. One more policy"
        + " comes that lets in all of them: 20, 1,000 and 10,000 Pods, always of 20 label sets (with"
        + " 10 Pods there could be 10 only). Flow changes of the policy's coming, and the"
        + " milliseconds from the policy to the flow changes, median of 100 comings, the sizes in turns; no switch. The"
        + " baseline are the 20 Pods of the same round.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<List<Cost>> bySize = new ArrayList<>();
    PEERS.forEach(_ -> bySize.add(new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) { // the first one is cold, and not counted
      List<Cost> costs = measure();
      for (int i = 0; i < PEERS.size() && round > 0; i++) {
        bySize.get(i).add(costs.get(i));
        progress.accept(
            "round %d of %d: %d Pods: %s".formatted(round, rounds, PEERS.get(i), costs.get(i)));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < PEERS.size(); i++) {
      String work = "%d Pods of %d label sets: ".formatted(PEERS.get(i), LABEL_SETS);
      String baseline = LABEL_SETS + " Pods";
      List<Cost> few = bySize.getFirst();
      List<Cost> many = bySize.get(i);
      rows.add(
          Row.ratio(
              NAME,
              work + "flow changes",
              "",
              many.stream().map(Cost::flows).toList(),
              baseline,
              few.stream().map(Cost::flows).toList(),
              Target.exactly(1)));
      rows.add(
          Row.ratio(
              NAME,
              work + "time",
              "ms",
              many.stream().map(Cost::millis).toList(),
              baseline,
              few.stream().map(Cost::millis).toList(),
              Target.atMost(1.5)));
    }
    return rows;
  }

  /// All sizes, event by event in turns.
  private static List<Cost> measure() {
    NetworkPolicy policy = policy("added", LabelSelector.EVERYTHING);
    List<PipelineChange> coming = List.of(put(policy));
    List<PipelineChange> going =
        List.of(new PipelineChange.Cluster(new ClusterChange.Delete(policy.key())));
    List<PipelineCompiler> compilers = new ArrayList<>();
    List<List<Double>> millis = new ArrayList<>();
    List<Integer> flows = new ArrayList<>();
    for (int peers : PEERS) {
      PipelineCompiler compiler = new PipelineCompiler(LargeCluster.facts());
      compiler.apply(before(peers));
      flows.add(compiler.apply(coming).changes().size());
      compiler.apply(going);
      compilers.add(compiler);
      millis.add(new ArrayList<>());
    }
    for (int event = 0; event < EVENTS; event++) {
      for (int i = 0; i < compilers.size(); i++) {
        long start = System.nanoTime();
        int changes = compilers.get(i).apply(coming).changes().size();
        millis.get(i).add((System.nanoTime() - start) / 1e6);
        compilers.get(i).apply(going);
        if (changes != flows.get(i)) {
          throw new IllegalStateException(
              "the same policy changed %d flows, then %d".formatted(flows.get(i), changes));
        }
      }
    }
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < compilers.size(); i++) {
      costs.add(new Cost(flows.get(i), Spread.of(millis.get(i)).median()));
    }
    return costs;
  }

  private static List<PipelineChange> before(int peers) {
    List<PipelineChange> changes = new ArrayList<>();
    changes.add(put(LargeCluster.namespace("bench", "t")));
    changes.add(
        new PipelineChange.Attach(
            new LocalPod(
                "port",
                ObjectKey.pod("bench", "judged"),
                new OfPort(10),
                MacAddress.parse("0e:00:00:00:00:01"),
                List.of(IpAddress.parse("10.244.1.10")))));
    for (int i = 0; i < LABEL_SETS; i++) {
      changes.add(put(policy("kind" + i, LabelSelector.matchLabels(Map.of("app", "app" + i)))));
    }
    for (int i = 0; i < peers; i++) {
      changes.add(put(peer(i)));
    }
    return changes;
  }

  private static PipelineChange put(ClusterObject object) {
    return new PipelineChange.Cluster(new ClusterChange.Put(object));
  }

  private static Pod peer(int i) {
    return new Pod(
        "bench",
        "peer" + i,
        "uid" + i,
        Labels.of(Map.of("app", "app" + i % LABEL_SETS)),
        Optional.of("node2"),
        false,
        Pod.Phase.RUNNING,
        false,
        List.of(IpAddress.parse("10.245.0.0").plus(i)),
        List.of());
  }

  private static NetworkPolicy policy(String name, LabelSelector peers) {
    Peer from = new Peer.Pods(Optional.empty(), Optional.of(peers));
    List<Rule> rules = List.of(new Rule(0, List.of(from), List.of()));
    return new NetworkPolicy(
        "bench", name, LabelSelector.EVERYTHING, true, true, rules, rules, List.of());
  }
}
