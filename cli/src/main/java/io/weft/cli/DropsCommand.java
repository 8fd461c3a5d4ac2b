package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft drops`.
@Command(
    name = "drops",
    description =
        "What a node's switch has dropped: how often, in which table, why, and whose it is.")
final class DropsCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    JsonNode drops = agent.client().answer("/drops").json();
    if (output.isText()) {
      drops.forEach(DropsCommand::print);
    } else {
      output.print(drops);
    }
    return 0;
  }

  private static void print(JsonNode drop) {
    System.out.printf(
        "%10d  %-14s %s  (%s)%n",
        drop.path("packets").asLong(),
        drop.path("table").asText(),
        drop.path("reason").asText(),
        drop.path("owner").asText());
  }
}
