package io.weft.lab.bench.command;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Table;
import io.weft.lab.terminal.Colours;
import io.weft.lab.terminal.Output;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  private static final int WIDTH = 96;

  /// The names, for picocli.
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Suite.names().iterator();
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description = "Which: ${COMPLETION-CANDIDATES} (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--explain",
      description = "Measure nothing; tell what is done, how much of it, and the baseline.")
  private boolean explain;

  @Mixin private Output output = new Output();

  /// For picocli.
  @SuppressWarnings("NullAway.Init")
  public BenchCommand() {}

  @Override
  public Integer call() {
    List<Benchmark> chosen = chosen();
    if (explain) {
      chosen.forEach(BenchCommand::explain);
      return 0;
    }
    List<Row> rows = new ArrayList<>();
    int failed = 0;
    for (Benchmark benchmark : chosen) {
      failed += measure(benchmark, rows) ? 0 : 1;
    }
    Table table = new Table(rows);
    if (output.isText()) {
      table.lines().forEach(System.out::println);
    } else {
      output.print(table.json());
    }
    return failed == 0 ? 0 : 1;
  }

  /// Measures one; that it cannot be measured does not keep the others from it.
  private boolean measure(Benchmark benchmark, List<Row> rows) {
    String name = String.join(", ", benchmark.names());
    long start = System.nanoTime();
    try {
      benchmark.run(rounds, line -> tell(name + ": " + line)).stream()
          .filter(row -> names.isEmpty() || names.contains(row.benchmark()))
          .forEach(rows::add);
      tell("%s: measured in %.0f s".formatted(name, (System.nanoTime() - start) / 1e9));
      return true;
    } catch (RuntimeException e) {
      System.err.println(Colours.BAD.of(name + ": not measured: ") + e.getMessage());
      if (System.getenv("WEFT_DEBUG") != null) {
        e.printStackTrace();
      }
      return false;
    }
  }

  private static void tell(String line) {
    System.err.println(Colours.FAINT.of(line));
  }

  private static void explain(Benchmark benchmark) {
    System.out.println(String.join(", ", benchmark.names()));
    StringBuilder line = new StringBuilder(" ");
    for (String word : benchmark.about().split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        System.out.println(line);
        line = new StringBuilder(" ");
      }
      line.append(" ").append(word);
    }
    System.out.println(line);
  }

  private List<Benchmark> chosen() {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds: at least 1, not " + rounds);
    }
    List<String> known = Suite.names();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "there is no benchmark '%s', only %s".formatted(name, String.join(", ", known)));
      }
    }
    return Suite.chosen(names);
  }
}
