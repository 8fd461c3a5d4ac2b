package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.agent.AgentClient;
import io.weft.lab.terminal.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft drops`.
@Command(
    name = "drops",
    description =
        "What a node's switch has dropped: how often, in which table, why, and whose it is.")
final class DropsCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  @Override
  public Integer call() {
    AgentClient.Response response = agent.client().ask("/drops");
    if (response.status() != 200) {
      throw new IllegalStateException("the agent answers: " + response.body().strip());
    }
    if (format != Format.text) {
      System.out.println(format.render(response.json()));
      return 0;
    }
    for (JsonNode drop : response.json()) {
      System.out.printf(
          "%10d  %-14s %s  (%s)%n",
          drop.path("packets").asLong(),
          drop.path("table").asText(),
          drop.path("reason").asText(),
          drop.path("owner").asText());
    }
    return 0;
  }
}
