package io.weft.lab.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.cases.CaseFile;
import io.weft.lab.cases.CaseReader;
import io.weft.lab.cases.CaseResult;
import io.weft.lab.cases.CaseTotals;
import io.weft.lab.cases.Cases;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.terminal.Colours;
import io.weft.lab.terminal.Output;
import io.weft.lab.topology.Tunnel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft lab cases`.
@Command(
    name = "cases",
    description = {
      "Run case files, in labs of their own, and say which pass.",
      "The exit status is 1 if any failed."
    })
final class CasesCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "Case files, or directories.")
  private List<Path> paths = List.of();

  @Option(
      names = "--engine",
      defaultValue = "real",
      description = {
        "real: on real switches; model: by the compiled flows, without a switch",
        "(default: ${DEFAULT-VALUE})."
      })
  private Cases.Engine engine = Cases.Engine.real;

  @Option(
      names = "--jobs",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many labs work side by side (default: ${DEFAULT-VALUE}).")
  private int jobs = 1;

  @Option(
      names = "--tunnel",
      defaultValue = "geneve",
      description = "${COMPLETION-CANDIDATES} (default: geneve).")
  private Tunnel tunnel = Tunnel.GENEVE;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<CaseFile> files = CaseReader.readAll(paths);
    List<CaseResult> results = new ArrayList<>();
    new Cases(engine, jobs, tunnel)
        .run(
            files,
            result -> {
              results.add(result);
              if (output.isText()) {
                print(result);
              }
            });
    CaseTotals totals = CaseTotals.of(results);
    if (output.isText()) {
      System.out.println(totals);
    } else {
      JsonNode tree = ObjectReader.JSON.valueToTree(results.stream().map(CaseTotals::row).toList());
      output.print(tree);
      System.err.println(totals);
    }
    return totals.failed() > 0 ? 1 : 0;
  }

  private static void print(CaseResult result) {
    Colours colour =
        result.skipped().isPresent() ? Colours.FAINT : result.passed() ? Colours.GOOD : Colours.BAD;
    System.out.println(colour.of(result.toString()));
    result.failures().stream().limit(20).forEach(line -> System.out.println("        " + line));
    if (result.failures().size() > 20) {
      System.out.printf("        … and %d more%n", result.failures().size() - 20);
    }
  }
}
