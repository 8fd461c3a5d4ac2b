package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.cases.CaseFile;
import io.weft.lab.cases.CaseReader;
import io.weft.lab.cases.CaseResult;
import io.weft.lab.cases.CaseTotals;
import io.weft.lab.cases.Cases;
import io.weft.lab.topology.Tunnel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The case files: all of them by the compiled flows, and those in `on-switches.txt` on real switches.
/// With `-Dweft.cases=all` all of them on real switches too.
class CasesTest {

  private static final Path CASES = Path.of("src", "test", "resources", "cases");
  private static final boolean ALL = "all".equals(System.getProperty("weft.cases"));

  private static List<CaseFile> files(String suite) {
    return CaseReader.readAll(List.of(CASES.resolve(suite)));
  }

  private static Set<String> chosen(String suite) throws IOException {
    try (Stream<String> lines = Files.lines(CASES.resolve("on-switches.txt"))) {
      return lines
          .filter(line -> line.startsWith(suite.equals("netpol") ? "np-" : "svc-"))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> unjudged(Cases.Engine engine) throws IOException {
    String engineOfLine = engine + " ";
    try (Stream<String> lines = Files.lines(CASES.resolve("unjudged.txt"))) {
      return lines
          .filter(line -> line.startsWith(engineOfLine))
          .map(line -> line.substring(engineOfLine.length()))
          .collect(Collectors.toSet());
    }
  }

  private static void allPass(Cases.Engine engine, int jobs, List<CaseFile> files)
      throws IOException {
    List<CaseResult> results = new ArrayList<>();
    new Cases(engine, jobs, Tunnel.GENEVE).run(files, results::add);
    System.out.println("by " + engine + ": " + CaseTotals.of(results));
    assertThat(results).hasSameSizeAs(files);
    assertThat(
            results.stream()
                .filter(CaseResult::failed)
                .map(result -> result.id() + ": " + result.failures()))
        .isEmpty();
    assertThat(results.stream().filter(result -> !result.passed()).map(CaseResult::id))
        .as("cases that were not judged")
        .isSubsetOf(unjudged(engine));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netpol", "services"})
  void everyCaseHoldsByTheCompiledFlows(String suite) throws IOException {
    allPass(Cases.Engine.model, 1, files(suite));
  }

  /// The second case denies what the first allows, to Pods of the same addresses.
  @Test
  void whatWasDecidedForEarlierPodsIsForgotten() throws IOException {
    List<CaseFile> pair =
        CaseReader.readAll(
            List.of(
                CASES.resolve("netpol/np-cyc-204.json"), CASES.resolve("netpol/np-cyc-224.json")));
    List<CaseFile> repeated = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      repeated.addAll(pair);
    }
    allPass(Cases.Engine.real, 1, repeated);
  }

  @ParameterizedTest
  @ValueSource(strings = {"netpol", "services"})
  void casesHoldOnRealSwitches(String suite) throws IOException {
    Set<String> chosen = chosen(suite);
    List<CaseFile> tried =
        files(suite).stream().filter(file -> ALL || chosen.contains(file.id())).toList();
    assertThat(tried).extracting(CaseFile::id).as("on-switches.txt").containsAll(chosen);
    allPass(Cases.Engine.real, ALL ? 2 : 1, tried);
  }
}
