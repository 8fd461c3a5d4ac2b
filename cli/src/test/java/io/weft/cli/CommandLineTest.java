package io.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {

  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    collect(Weft.commandLine(), List.of(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine line, List<String> path, List<List<String>> commands) {
    commands.add(path);
    line.getSubcommands()
        .forEach((name, command) -> {
          List<String> deeper = new ArrayList<>(path);
          deeper.add(name);
          collect(command, deeper, commands);
        });
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItIsFor(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    boolean help = command.equals(List.of("help"));
    arguments.add("--help");
    Execution asked = Execution.of(arguments.toArray(String[]::new));
    assertThat(asked.status()).isZero();
    assertThat(asked.errors()).isEmpty();
    assertThat(asked.output()).contains(help ? "Usage:" : String.join(" ", command));
    assertThat(asked.output().lines().filter(line -> !line.isBlank()).count())
        .as("usage and a description")
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void completionKnowsEveryCommand() {
    Execution completion = Execution.of("completion");
    assertThat(completion.status()).isZero();
    commands()
        .filter(command -> command.size() == 1)
        .forEach(command -> assertThat(completion.output()).contains(command.getFirst()));
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(Execution.of("version").output()).matches("(?s)weft \\d+\\.\\d+\\..*Java 25.*");
    assertThat(Execution.of("--version").output()).startsWith("weft ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flows --no-such-option",
        "trace shop/web",
        "trace shop/web shop/db --tcp 1 --udp 2",
        "status -o xml",
        "bench no-such-row",
        "bench --rounds 0"
      })
  void wrongUseIsStatusTwo(String arguments) {
    Execution wrong = Execution.of(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.errors()).isNotBlank();
    assertThat(wrong.output()).isEmpty();
  }

  @Test
  void whereNoAgentListensTheSocketAndTheRemedyAreNamed(@TempDir Path directory) {
    String socket = directory.resolve("none.sock").toString();
    Execution failed = Execution.of("policies", "--socket", socket);
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.errors()).startsWith("weft: ").contains(socket).contains("--socket");
  }

  @Test
  void aLabThatIsNotUpIsNamed() {
    Execution failed = Execution.of("trace", "a/b", "a/c", "--lab", "nosuch");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.errors()).contains("nosuch").contains("weft lab up");
    assertThat(Execution.of("status", "--lab", "nosuch").errors()).contains("--node");
  }

  @Test
  void explainingBenchmarksMeasuresNothing() {
    Execution explained = Execution.of("bench", "--explain", "svc-load");
    assertThat(explained.status()).isZero();
    assertThat(explained.output()).startsWith("svc-load").contains("iptables-legacy-restore");
  }
}
