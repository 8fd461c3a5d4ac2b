package io.weft.cli;

import io.weft.lab.agent.Distribution;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `weft agent`.
@Command(
    name = "agent",
    description = {
      "Run this node's agent in the foreground, in a JVM with the agent's own options.",
      "'weft agent -- --help' lists its settings."
    })
final class AgentCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "OPTION",
      description = "The agent's options, after --: --config FILE, --key=value.")
  private List<String> options = List.of();

  @Override
  public Integer call() throws Exception {
    Distribution distribution = Distribution.ofThisProcess();
    Process process =
        new ProcessBuilder(
                distribution.java(
                    "agent.jvm",
                    distribution.cached("agent.aot"),
                    "io.weft.controller.Agent",
                    options))
            .inheritIO()
            .start();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(process)));
    return process.waitFor();
  }

  /// The agent ends when its caller is told to.
  private static void end(Process process) {
    process.destroy();
    try {
      int _ = process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
