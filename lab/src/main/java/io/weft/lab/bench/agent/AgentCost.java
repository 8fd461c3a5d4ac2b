package io.weft.lab.bench.agent;

import io.weft.lab.bench.counters.ProcessorTime;
import io.weft.lab.node.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What one start of an agent cost.
///
/// @param readySeconds from the start of its process to its first answer "ready"
/// @param processorSeconds what it had used by then
/// @param residentMebibytes its resident memory after it had nothing to do for a while
/// @param idlePercent of one processor, in that while
record AgentCost(
    double readySeconds, double processorSeconds, double residentMebibytes, double idlePercent) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// The agent comes to rest: what it no longer needs it gives back after some seconds.
  private static final Duration REST = Duration.ofSeconds(10);

  private static final Duration IDLE = Duration.ofSeconds(10);

  /// Kills the agent and measures the next one.
  static AgentCost ofRestart(AgentProcess agent) {
    agent.kill();
    long start = System.nanoTime();
    agent.startAgain();
    agent.awaitReady(PATIENCE);
    double ready = (System.nanoTime() - start) / 1e9;
    double used = ProcessorTime.of(agent.pid()).seconds();
    try {
      Thread.sleep(REST);
      ProcessorTime before = ProcessorTime.of(agent.pid());
      Thread.sleep(IDLE);
      double idle = ProcessorTime.of(agent.pid()).since(before).seconds();
      return new AgentCost(ready, used, resident(agent.pid()), 100 * idle / IDLE.toMillis() * 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
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

  @Override
  public String toString() {
    return "ready after %.2f s (%.2f s on processors), %.0f MiB, idle %.2f %%"
        .formatted(readySeconds, processorSeconds, residentMebibytes, idlePercent);
  }
}
