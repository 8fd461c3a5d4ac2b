package io.weft.lab.bench.churn;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.agent.AgentCounts;
import io.weft.lab.bench.counters.ProcessorTime;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.StateWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Pods come and go while the switch has 10,000 megaflows: every flow that changes makes ovs-vswitchd
/// compare all of them anew.
///
/// Baseline: the same switch under the same traffic without events, measured before and after each
/// round in turn. Five rounds of twelve seconds are the minute that the target speaks of.
public final class ChurnBenchmark implements Benchmark {

  private static final String NAME = "churn";
  private static final Duration TIME = Duration.ofSeconds(12);
  private static final double REVALIDATORS = 4;
  private static final double LAG_MILLIS = 100;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "20 Pods of other nodes come or go per second, each a peer of a policy on this node, for"
        + " twelve seconds per round, while UDP to 10,000 Service ports keeps as many megaflows in"
        + " the switch; baseline: the same traffic without events, twelve seconds in the same round."
        + " The lag is what /healthz over the agent's socket takes, asked every 50 ms.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (Lab lab = BenchLab.up(1, true)) {
      BenchLab.apply(
          lab,
          BenchLab.pod("client", "n1"),
          BenchLab.pod("server", "n1"),
          BenchLab.pod("guarded", "n1"),
          BenchLab.object(
              """
              apiVersion: networking.k8s.io/v1
              kind: NetworkPolicy
              metadata: {name: churn, namespace: bench}
              spec:
                podSelector: {matchLabels: {app: guarded}}
                ingress: [{from: [{podSelector: {matchLabels: {app: churn}}}]}]
              """));
      try (ManyMegaflows _ =
          ManyMegaflows.start(lab, BenchLab.find(lab, "client"), BenchLab.find(lab, "server"))) {
        return measure(lab, rounds, progress);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<Row> measure(Lab lab, int rounds, Consumer<String> progress)
      throws InterruptedException {
    LabNode node = lab.node("n1");
    PodChurn churn = new PodChurn(new StateWriter(lab.paths().state()));
    List<Usage> idle = new ArrayList<>();
    List<Usage> busy = new ArrayList<>();
    List<Double> longest = new ArrayList<>();
    List<Double> megaflows = new ArrayList<>();
    int _ = churn.run(Duration.ofSeconds(2));
    for (int round = 1; round <= rounds; round++) {
      // Who begins changes from round to round.
      boolean idleFirst = round % 2 == 1;
      if (idleFirst) {
        idle.add(idle(node));
      }
      AgentCounts before = AgentCounts.of(node.agent().client());
      ProcessorTime used = ProcessorTime.of(node.ovs().switchPid());
      LoopLag lag = new LoopLag(node.agent().client());
      int events;
      List<Double> waits;
      try (lag) {
        events = churn.run(TIME);
        busy.add(Usage.since(used, node));
        waits = lag.stop();
      }
      longest.add(Spread.percentile(waits, 100));
      megaflows.add((double) ManyMegaflows.present(node.ovs()));
      if (!idleFirst) {
        idle.add(idle(node));
      }
      AgentCounts counts = AgentCounts.of(node.agent().client()).since(before);
      if (counts.flowMods() < events) {
        throw new IllegalStateException(
            "%d events changed only %d flows".formatted(events, counts.flowMods()));
      }
      progress.accept(
          "round %d of %d: %d events, %d flow-mods, %.0f megaflows; revalidators %.3f, idle %.3f of"
                  .formatted(
                      round,
                      rounds,
                      events,
                      counts.flowMods(),
                      megaflows.getLast(),
                      busy.getLast().revalidators(),
                      idle.getLast().revalidators())
              + " a processor; longest wait %.1f ms, p99 %.1f ms"
                  .formatted(longest.getLast(), Spread.percentile(waits, 99)));
    }
    return List.of(
        Row.ratio(
            NAME,
            "revalidators under 20 Pod events per second, 10k megaflows",
            "of a processor",
            busy.stream().map(Usage::revalidators).toList(),
            "without events",
            idle.stream().map(Usage::revalidators).toList(),
            Target.atMost(REVALIDATORS)),
        Row.ratio(
            NAME,
            "the whole switch under the same, with its traffic",
            "of a processor",
            busy.stream().map(Usage::whole).toList(),
            "without events",
            idle.stream().map(Usage::whole).toList(),
            Target.REPORTED),
        Row.value(
            NAME, "longest wait for the agent's loop", "ms", longest, Target.atMost(LAG_MILLIS)),
        Row.value(NAME, "megaflows left at the end", "", megaflows, Target.REPORTED));
  }

  private static Usage idle(LabNode node) throws InterruptedException {
    ProcessorTime before = ProcessorTime.of(node.ovs().switchPid());
    Thread.sleep(TIME);
    return Usage.since(before, node);
  }

  /// What ovs-vswitchd used of a processor in the time of a round.
  ///
  /// @param revalidators its threads that compare and read megaflows
  /// @param whole all its threads: in the userspace datapath also those that forward
  private record Usage(double revalidators, double whole) {

    static Usage since(ProcessorTime before, LabNode node) {
      ProcessorTime used = ProcessorTime.of(node.ovs().switchPid()).since(before);
      double seconds = TIME.toSeconds();
      return new Usage(used.seconds("revalidator") / seconds, used.seconds() / seconds);
    }
  }
}
