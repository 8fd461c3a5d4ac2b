package io.weft.lab.command;

import io.weft.lab.netns.NetworkNamespace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft lab exec`.
@Command(
    name = "exec",
    description = "Run a command in a Pod's network; the exit status is the command's.",
    footer = {"", "Example: weft lab exec demo/a -- ping -c1 10.244.2.3"})
final class ExecCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Parameters(index = "0", paramLabel = "NAMESPACE/POD", description = "Which Pod.")
  private String pod = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws Exception {
    String[] parts = pod.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("'" + pod + "' is no Pod: write NAMESPACE/POD");
    }
    NetworkNamespace namespace = lab.paths().podNamespace(parts[0], parts[1]);
    if (!namespace.exists()) {
      throw new IllegalArgumentException(
          "lab %s runs no Pod '%s' of its own network; 'weft lab status' lists them"
              .formatted(lab.paths().lab(), pod));
    }
    return run(namespace.command(command));
  }

  static int run(List<String> words) throws Exception {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
