package io.weft.lab.bench.agent;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.node.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What an agent costs: from the start of its process to the first "ready" on a node that is
/// programmed already, and its resident memory ten seconds later, with nothing to do.
public final class AgentBenchmark implements Benchmark {

  private static final String NAME = "agent";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final double READY_SECONDS = 2;
  private static final double RESIDENT_MEBIBYTES = 150;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "The agent on a node that is programmed already: from the start of its process to the"
        + " first answer \"ready\", and its resident memory ten seconds later with nothing to do.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<Double> ready = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    try (Lab lab = BenchLab.up(1, true)) {
      AgentProcess agent = lab.nodes().iterator().next().agent();
      for (int round = 1; round <= rounds; round++) {
        agent.kill();
        long start = System.nanoTime();
        agent.startAgain();
        agent.awaitReady(PATIENCE);
        ready.add((System.nanoTime() - start) / 1e9);
        Thread.sleep(IDLE);
        resident.add(resident(agent.pid()));
        progress.accept(
            "round %d: ready after %.2f s, %.0f MiB"
                .formatted(round, ready.getLast(), resident.getLast()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return List.of(
        Row.value(NAME, "start of the process to ready", "s", ready, Target.atMost(READY_SECONDS)),
        Row.value(
            NAME, "resident memory, idle", "MiB", resident, Target.atMost(RESIDENT_MEBIBYTES)));
  }

  private static double resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no VmRSS of process " + pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
