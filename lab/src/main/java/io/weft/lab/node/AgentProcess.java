package io.weft.lab.node;

import io.weft.lab.agent.AgentClient;
import io.weft.lab.agent.AgentUnreachableException;
import io.weft.lab.agent.Distribution;
import io.weft.lab.process.Child;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A node's agent: the same program, started the same way, as on a real node.
public final class AgentProcess {

  private static final String MAIN = "io.weft.controller.Agent";

  /// A JVM that writes its start-up cache does so after everything else.
  private static final Duration RECORDING = Duration.ofMinutes(2);

  private final LabPaths paths;
  private final String node;
  private final Distribution distribution;
  private Child process;

  /// Starts the agent; [#awaitReady] tells when it serves.
  public AgentProcess(LabPaths paths, String node, Distribution distribution) {
    this.paths = paths;
    this.node = node;
    this.distribution = distribution;
    this.process = start();
  }

  private Child start() {
    Path directory = paths.node(node);
    List<String> java =
        distribution.java(
            "agent.jvm",
            distribution.cached("agent.aot"),
            MAIN,
            List.of("--config", directory.resolve("agent.yaml").toString()));
    return Child.start(
        "the agent of " + node,
        paths.nodeNamespace(node).command(java),
        Map.of(),
        directory.resolve("agent.log"));
  }

  public AgentClient client() {
    return new AgentClient(paths.agentSocket(node));
  }

  public long pid() {
    return process.pid();
  }

  /// Returns when the agent answers `/readyz` with 200.
  ///
  /// @throws IllegalStateException after `limit`, or at once when the process has ended; the message
  ///     ends with the last lines of its log
  public void awaitReady(Duration limit) {
    try {
      Waiting.until(process.name(), limit, this::ready);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + lastLines(), e);
    }
  }

  private boolean ready() {
    if (!process.running()) {
      throw new IllegalStateException(process.name() + " ended");
    }
    try {
      return Files.exists(client().socket()) && client().ask("/readyz").status() == 200;
    } catch (AgentUnreachableException _) {
      return false;
    }
  }

  private String lastLines() {
    Path log = paths.node(node).resolve("agent.log");
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException _) {
      return "see " + log;
    }
  }

  /// Returns when the agent reports that everything up to `revision` is in force.
  ///
  /// @throws IllegalStateException if it is not within `limit`
  public void awaitRevision(long revision, Duration limit) {
    AgentClient.Response response =
        client().ask("/settled?revision=%d&timeoutMillis=%d".formatted(revision, limit.toMillis()));
    if (response.status() != 200) {
      throw new IllegalStateException(
          "%s has not applied revision %d within %d s: %s"
              .formatted(process.name(), revision, limit.toSeconds(), response.body().strip()));
    }
  }

  /// Kills the agent (SIGKILL) without starting it again.
  public void kill() {
    process.kill();
  }

  /// Starts the agent again after [#kill] or [#stop].
  public void startAgain() {
    if (process.running()) {
      throw new IllegalStateException(process.name() + " is still running");
    }
    try {
      boolean _ = Files.deleteIfExists(client().socket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = start();
  }

  /// Asks the agent to end (SIGTERM) and returns when it has; forwarding goes on.
  public void stop() {
    process.stop(Distribution.recording() ? RECORDING : Duration.ofSeconds(5));
  }
}
