package io.weft.lab.bench.agent;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.node.AgentProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// What an agent costs: from the start of its process to the first "ready" on a node that is
/// programmed already, then its memory and processor time with nothing to do. Once on an empty
/// cluster, once on a big one ([BigCluster#OF_THE_TARGET]) with 50 Pods on its own node.
public final class AgentBenchmark implements Benchmark {

  private static final String NAME = "agent";
  private static final int LOCAL_PODS = 50;
  private static final double READY_SECONDS = 2;
  private static final double IDLE_PERCENT = 1;
  private static final double RESIDENT_MEBIBYTES = 150;
  private static final double RESIDENT_BIG_MEBIBYTES = 256;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "The agent on a node that is programmed already, killed and started again: from the start"
        + " of its process to the first answer \"ready\"; after ten seconds of rest its resident"
        + " memory and its processor time over ten more. First on a cluster of one node without"
        + " Pods; then on one of 100 nodes, 10,000 Pods (50 on this node), 5,000 Services with two"
        + " endpoints each and 1,000 policies, both families: 26,000 objects, in the state"
        + " directory as lists of 500, which is how"
        + " an API server sends them.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (Lab lab = BenchLab.up(1, true)) {
      AgentProcess agent = lab.nodes().iterator().next().agent();
      List<AgentCost> empty = measure(agent, "empty cluster", rounds, progress);
      lab.apply(BigCluster.local("n1", LOCAL_PODS));
      agent.kill();
      BigCluster.OF_THE_TARGET.write(lab);
      agent.startAgain();
      AgentCost first = AgentCost.ofRestart(agent);
      progress.accept("big cluster, uncounted: " + first);
      List<AgentCost> big = measure(agent, "big cluster", rounds, progress);
      List<Row> rows = new ArrayList<>(rows("idle", empty, RESIDENT_MEBIBYTES));
      rows.addAll(rows("10k Pods, 5k Services, 1k policies", big, RESIDENT_BIG_MEBIBYTES));
      return rows;
    }
  }

  private static List<AgentCost> measure(
      AgentProcess agent, String cluster, int rounds, Consumer<String> progress) {
    List<AgentCost> costs = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      costs.add(AgentCost.ofRestart(agent));
      progress.accept("%s, round %d of %d: %s".formatted(cluster, round, rounds, costs.getLast()));
    }
    return costs;
  }

  private static List<Row> rows(String cluster, List<AgentCost> costs, double mebibytes) {
    return List.of(
        row(
            cluster + ": start of the process to ready",
            "s",
            costs,
            AgentCost::readySeconds,
            Target.atMost(READY_SECONDS)),
        row(
            cluster + ": processor time until ready",
            "s",
            costs,
            AgentCost::processorSeconds,
            Target.REPORTED),
        row(
            cluster + ": resident memory",
            "MiB",
            costs,
            AgentCost::residentMebibytes,
            Target.atMost(mebibytes)),
        row(
            cluster + ": processor time with nothing to do",
            "% of one",
            costs,
            AgentCost::idlePercent,
            Target.atMost(IDLE_PERCENT)));
  }

  private static Row row(
      String work,
      String unit,
      List<AgentCost> costs,
      ToDoubleFunction<AgentCost> part,
      Target target) {
    return Row.value(NAME, work, unit, costs.stream().mapToDouble(part).boxed().toList(), target);
  }
}
