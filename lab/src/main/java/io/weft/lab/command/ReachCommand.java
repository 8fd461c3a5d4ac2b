package io.weft.lab.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.reach.Matrix;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.terminal.Output;
import io.weft.lab.traffic.Protocol;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft lab reach`.
@Command(
    name = "reach",
    description = "Who reaches whom: a matrix per address family.",
    footer = {
      "",
      "Marks: '.' reached  X silent  R rejected  S reached, but with another source address than",
      "due  ? answered by somebody else."
    })
final class ReachCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Option(
      names = "--protocol",
      defaultValue = "tcp",
      description = "tcp, udp or icmp (default: ${DEFAULT-VALUE}).")
  private String protocol = "tcp";

  @Option(
      names = "--port",
      defaultValue = "80",
      description = "The destinations' port (default: ${DEFAULT-VALUE}).")
  private int port = 80;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws JsonProcessingException {
    ObjectNode request = ObjectReader.JSON.createObjectNode();
    request.put("protocol", Protocol.parse(protocol).name()).put("port", port);
    JsonNode matrices = lab.client().ask("reach", request);
    if (!output.isText()) {
      output.print(matrices);
      return 0;
    }
    for (JsonNode matrix : matrices) {
      ObjectReader.JSON.treeToValue(matrix, Matrix.class).lines().forEach(System.out::println);
    }
    return 0;
  }
}
