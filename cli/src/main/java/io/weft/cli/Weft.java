package io.weft.cli;

import io.weft.lab.bench.command.BenchCommand;
import io.weft.lab.command.LabCommand;
import io.weft.lab.terminal.Colours;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The `weft` program.
///
/// Exit status: 0 done, 1 failed (the message says what and what to do), 2 wrong use. With the
/// variable `WEFT_DEBUG` set, failures print their stack trace.
@Command(
    name = "weft",
    description = "Weft, a Kubernetes network on Open vSwitch.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:done", "1:failed; the message says what and what to do", "2:wrong use"},
    usageHelpAutoWidth = true)
public final class Weft implements Runnable {

  @Spec private CommandSpec spec;

  /// For picocli.
  @SuppressWarnings("NullAway.Init")
  public Weft() {}

  /// Runs one command and exits with its status.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// The command line, ready to execute.
  static CommandLine commandLine() {
    CommandLine line =
        new CommandLine(new Weft())
            .addSubcommand(new LabCommand())
            .addSubcommand(new DemoCommand())
            .addSubcommand(new AgentCommand())
            .addSubcommand(new BenchCommand())
            .addSubcommand(new StatusCommand())
            .addSubcommand(new FlowsCommand())
            .addSubcommand(new PoliciesCommand())
            .addSubcommand(new DropsCommand())
            .addSubcommand(new TraceCommand())
            .addSubcommand(new VersionCommand())
            .addSubcommand("completion", new GenerateCompletion())
            .addSubcommand(new HelpCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Colours.shown() ? Ansi.ON : Ansi.OFF));
    line.setExecutionExceptionHandler(Weft::failed);
    return line;
  }

  private static int failed(Exception cause, CommandLine command, CommandLine.ParseResult parsed) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    command.getErr().println(Colours.BAD.of("weft: ") + message);
    if (System.getenv("WEFT_DEBUG") != null) {
      cause.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return 1;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? --help lists them");
  }
}
