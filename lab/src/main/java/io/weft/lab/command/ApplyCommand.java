package io.weft.lab.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.ObjectReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft lab apply`.
@Command(
    name = "apply",
    description = {
      "Create or replace Kubernetes objects; Pods with spec.nodeName are started.",
      "Returns when all agents have put it in force."
    })
final class ApplyCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "JSON or YAML, a directory of such files, or - for standard input.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    print(lab, "apply", files, "applied");
    return 0;
  }

  static void print(LabName lab, String command, List<Path> files, String done) {
    ObjectNode request = ObjectReader.JSON.createObjectNode();
    for (Path file : files) {
      ObjectReader.read(file).forEach(object -> request.withArray("/objects").add(object.json()));
    }
    for (JsonNode id : lab.client().ask(command, request)) {
      System.out.println(id.asText() + " " + done);
    }
  }
}
