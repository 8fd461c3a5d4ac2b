package io.weft.lab.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `weft lab`: a whole cluster network on this machine.
@Command(
    name = "lab",
    description = "A whole cluster network on this machine: nodes, Pods and outside hosts.",
    subcommands = {
      UpCommand.class,
      ApplyCommand.class,
      DeleteCommand.class,
      ExecCommand.class,
      ShellCommand.class,
      ReachCommand.class,
      CasesCommand.class,
      StatusCommand.class,
      DownCommand.class
    },
    footer = {
      "",
      "Each node is a network namespace with its own Open vSwitch (userspace) and a real agent.",
      "Everything needs root. 'weft lab down' leaves nothing behind."
    })
public final class LabCommand implements Runnable {

  @Spec private CommandSpec spec;

  /// For picocli.
  @SuppressWarnings("NullAway.Init")
  public LabCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which lab command? --help lists them");
  }
}
