package io.weft.lab.command;

import io.weft.lab.daemon.LabClient;
import io.weft.lab.node.LabPaths;
import io.weft.lab.topology.LabSpec;
import picocli.CommandLine.Option;

/// The option that says which lab.
final class LabName {

  @Option(
      names = "--name",
      defaultValue = "lab",
      paramLabel = "LAB",
      description = "Which lab (default: ${DEFAULT-VALUE}); several can be up side by side.")
  private String name = "lab";

  LabPaths paths() {
    return new LabPaths(LabSpec.checkName(name));
  }

  LabClient client() {
    return new LabClient(paths());
  }
}
