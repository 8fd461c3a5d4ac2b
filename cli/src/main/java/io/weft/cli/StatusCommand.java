package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft status`.
@Command(
    name = "status",
    description = {
      "What a node's agent is doing: datapath, tunnel, flows, what is broken.",
      "The exit status is 1 if the agent is not ready."
    })
final class StatusCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    JsonNode status = agent.client().ask("/status").json();
    output.print(status);
    return status.path("ready").asBoolean() ? 0 : 1;
  }
}
