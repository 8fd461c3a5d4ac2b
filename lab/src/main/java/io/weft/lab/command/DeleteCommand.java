package io.weft.lab.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft lab delete`.
@Command(name = "delete", description = "Remove the objects that the files name.")
final class DeleteCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE|DIR",
      description = "JSON or YAML, a directory of such files, or - for standard input.")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    ApplyCommand.print(lab, "delete", files, "deleted");
    return 0;
  }
}
