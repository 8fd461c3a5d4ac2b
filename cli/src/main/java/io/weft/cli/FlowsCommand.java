package io.weft.cli;

import io.weft.lab.agent.AgentClient;
import io.weft.lab.terminal.Colours;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft flows`.
@Command(
    name = "flows",
    description = {
      "The flows that a node's agent compiled, with their groups and meters, each with its owner and",
      "with the names of tables and ports."
    })
final class FlowsCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Option(
      names = "--table",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only the flows of this table.")
  private String table = "";

  @Override
  public Integer call() {
    AgentClient.Response response = agent.client().answer("/flows");
    String owner = "";
    for (String line : response.body().lines().toList()) {
      if (line.startsWith("#")) {
        owner = line;
      } else if (table.isEmpty() || line.contains(" table=" + table + ", ")) {
        if (!owner.isEmpty()) {
          System.out.println(Colours.FAINT.of(owner));
          owner = "";
        }
        System.out.println(line);
      } else {
        owner = "";
      }
    }
    return 0;
  }
}
