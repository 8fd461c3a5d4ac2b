package io.weft.lab.command;

import io.weft.lab.netns.NetworkNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `weft lab shell`.
@Command(
    name = "shell",
    description = {
      "A shell on a node, with its network and its Open vSwitch:",
      "ovs-vsctl, ovs-appctl and ovs-ofctl there mean the node's own switch."
    })
final class ShellCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Parameters(index = "0", paramLabel = "NODE", description = "Which node.")
  private String node = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command to run there instead of a shell.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws Exception {
    NetworkNamespace namespace = lab.paths().nodeNamespace(node);
    if (!namespace.exists()) {
      throw new IllegalArgumentException(
          "lab %s has no node '%s'; 'weft lab status' lists them"
              .formatted(lab.paths().lab(), node));
    }
    Path ovs = lab.paths().ovs(node);
    String shell = System.getenv().getOrDefault("SHELL", "/bin/sh");
    ProcessBuilder builder =
        new ProcessBuilder(namespace.command(command.isEmpty() ? List.of(shell) : command));
    builder.environment().put("OVS_RUNDIR", ovs.toString());
    builder.environment().put("OVS_DBDIR", ovs.toString());
    builder.environment().put("OVS_LOGDIR", ovs.toString());
    builder.environment().put("WEFT_AGENT_SOCKET", lab.paths().agentSocket(node).toString());
    return builder.inheritIO().start().waitFor();
  }
}
