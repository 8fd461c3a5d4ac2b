package io.weft.lab.bench.agent;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.node.AgentProcess;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.KubernetesObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An agent that is killed and started again on a bridge with 100,000 flows that are as they should
/// be: what it sends, and how long it takes beside `ovs-ofctl replace-flows` of a file with the same
/// flows, which reads the bridge, compares, and has nothing to send either.
///
/// The agent's time has two forms: from the start of its process to "ready", with everything that
/// an agent does at its start; and its own of reading the bridge back and comparing, which is what
/// the baseline does. Flows: 2,000 Pods, 1,000 Services and 100 policies of a big cluster, and 95
/// policies with 1,000 blocks of addresses each.
public final class ResyncBenchmark implements Benchmark {

  private static final String NAME = "resync";
  private static final int FLOWS = 100_000;
  private static final int BLOCKS = 1000;
  private static final int POLICIES = 95;
  private static final BigCluster CLUSTER = new BigCluster(100, 2000, 1000, 100);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double RATIO = 0.3;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "An agent is killed and started again on a bridge with 100,000 flows, all as they should"
        + " be (95,000 blocks of addresses in policies, the rest of Pods, Services and policies with"
        + " selectors). Counted: flow-mods and group-mods that it sends. Timed: reading the bridge"
        + " back and comparing, by the agent itself, against ovs-ofctl replace-flows of a dump of"
        + " the same flows, from its start to its end; and the agent's whole start, for knowledge.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (Lab lab = BenchLab.up(1, true)) {
      LabNode node = lab.node("n1");
      AgentProcess agent = node.agent();
      BenchLab.apply(lab, BenchLab.pod("judged", "n1"));
      agent.kill();
      CLUSTER.write(lab);
      BigCluster.write(lab, IntStream.range(0, POLICIES).mapToObj(i -> policy(i)).toList());
      agent.startAgain();
      agent.awaitReady(PATIENCE);
      String dump = dump(node);
      long flows = dump.lines().count();
      if (flows < FLOWS) {
        throw new IllegalStateException("only " + flows + " flows");
      }
      Path file = Files.writeString(node.directory().resolve("replace.flows"), dump);
      return measure(node, file, rounds, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dump(LabNode node) {
    return node.ovs()
        .ofctl("dump-flows", "br-int")
        .run()
        .lines()
        .filter(line -> line.contains("actions="))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<Row> measure(LabNode node, Path file, int rounds, Consumer<String> progress) {
    List<Double> whole = new ArrayList<>();
    List<Double> compare = new ArrayList<>();
    List<Double> replace = new ArrayList<>();
    List<Double> sent = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      node.agent().kill();
      long start = System.nanoTime();
      node.agent().startAgain();
      node.agent().awaitReady(PATIENCE);
      double ready = (System.nanoTime() - start) / 1e9;
      AgentCounts counts = AgentCounts.of(node.agent().client());
      start = System.nanoTime();
      String _ = node.ovs().ofctl("replace-flows", "br-int", file.toString()).run();
      double replaced = (System.nanoTime() - start) / 1e9;
      if (round > 0) {
        whole.add(ready);
        compare.add(counts.readBackSeconds() / counts.readBacks());
        replace.add(replaced);
        sent.add((double) counts.flowMods() + counts.groupMods());
        progress.accept(
            "round %d of %d: %.0f messages; read and compared in %.2f s, replace-flows %.2f s; ready"
                    .formatted(round, rounds, sent.getLast(), compare.getLast(), replace.getLast())
                + " after %.2f s".formatted(ready));
      }
    }
    return List.of(
        Row.value(
            NAME,
            "flow-mods and group-mods of a restart on 100k flows",
            "",
            sent,
            Target.exactly(0)),
        Row.ratio(
            NAME,
            "read 100k flows back and compare",
            "s",
            compare,
            "ovs-ofctl replace-flows",
            replace,
            Target.atMost(RATIO)),
        Row.ratio(
            NAME,
            "start of the process to ready on 100k flows",
            "s",
            whole,
            "ovs-ofctl replace-flows",
            replace,
            Target.REPORTED));
  }

  /// A policy for the Pod with blocks of its own.
  private static KubernetesObject policy(int i) {
    String blocks =
        IntStream.range(i * BLOCKS, (i + 1) * BLOCKS)
            .mapToObj(n ->
                "{ipBlock: {cidr: 11.%d.%d.%d/32}}".formatted(n >>> 16, (n >>> 8) & 0xff, n & 0xff))
            .collect(Collectors.joining(", "));
    return BenchLab.object(
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: blocks-%d, namespace: bench}
        spec:
          podSelector: {matchLabels: {app: judged}}
          policyTypes: [Ingress]
          ingress: [{from: [%s], ports: [{protocol: TCP, port: %d}]}]
        """
            .formatted(i, blocks, 2000 + i));
  }
}
