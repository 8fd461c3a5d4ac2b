package io.weft.lab.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.terminal.Colours;
import io.weft.lab.terminal.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft lab status`.
@Command(name = "status", description = "What a lab consists of.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    JsonNode status = lab.client().ask("status", ObjectReader.JSON.createObjectNode());
    if (!output.isText()) {
      output.print(status);
      return 0;
    }
    System.out.printf(
        "lab %s, %s, process %s%n",
        Colours.STRONG.of(status.path("name").asText()),
        status.path("tunnel").asText(),
        status.path("process").asText());
    for (JsonNode node : status.path("nodes")) {
      String agent = node.path("agent").asText();
      System.out.printf(
          "node %-8s %s  %s  agent %s%n",
          node.path("name").asText(),
          words(node.path("addresses")),
          words(node.path("podCidrs")),
          (agent.equals("ready") ? Colours.GOOD : Colours.BAD).of(agent));
    }
    for (JsonNode pod : status.path("pods")) {
      System.out.printf(
          "pod  %-16s on %s  %s  %s%n",
          pod.path("name").asText(),
          pod.path("node").asText(),
          words(pod.path("addresses")),
          words(pod.path("ports")));
    }
    for (JsonNode host : status.path("externalHosts")) {
      System.out.printf(
          "ext  %-16s %s  %s%n",
          host.path("name").asText(), words(host.path("addresses")), words(host.path("ports")));
    }
    return 0;
  }

  private static String words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return String.join(" ", words);
  }
}
