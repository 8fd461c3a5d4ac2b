package io.weft.lab.bench;

import io.weft.lab.terminal.Colours;
import io.weft.lab.terminal.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weft bench`.
@Command(
    name = "bench",
    description = {
      "Measure Weft on this machine, each row beside its baseline, interleaved in one run.",
      "Values are medians over the rounds, with the least and the greatest."
    })
public final class BenchCommand implements Callable<Integer> {

  private static final List<Benchmark> SUITE = List.of(new CniBenchmark(), new AgentBenchmark());

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Which: cni, agent (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  /// For picocli.
  @SuppressWarnings("NullAway.Init")
  public BenchCommand() {}

  @Override
  public Integer call() {
    List<Row> rows = new ArrayList<>();
    for (Benchmark benchmark : chosen()) {
      rows.addAll(
          benchmark.run(
              rounds,
              line -> System.err.println(Colours.FAINT.of(benchmark.name() + ": " + line))));
    }
    Table table = new Table(rows);
    if (format == Format.text) {
      table.lines().forEach(System.out::println);
    } else {
      System.out.println(format.render(table.json()));
    }
    return 0;
  }

  private List<Benchmark> chosen() {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds: at least 1, not " + rounds);
    }
    List<String> known = SUITE.stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no benchmark '%s', only %s".formatted(name, String.join(", ", known)));
      }
    }
    return SUITE.stream().filter(b -> names.isEmpty() || names.contains(b.name())).toList();
  }
}
