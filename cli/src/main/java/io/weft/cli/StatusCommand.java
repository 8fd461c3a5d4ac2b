package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.terminal.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft status`.
@Command(
    name = "status",
    description = {
      "What a node's agent is doing: datapath, tunnel, flows, what is broken.",
      "The exit status is 1 if the agent is not ready."
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Override
  public Integer call() {
    JsonNode status = agent.client().ask("/status").json();
    System.out.println((format == Format.text ? Format.yaml : format).render(status));
    return status.path("ready").asBoolean() ? 0 : 1;
  }
}
