package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.cases.CaseFile;
import io.weft.lab.cases.CaseReader;
import io.weft.lab.cases.CaseResult;
import io.weft.lab.cases.CaseTotals;
import io.weft.lab.cases.Cases;
import io.weft.lab.topology.Tunnel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The case files: all of them by the model, some of them on real switches. With
/// `-Dweft.cases=all` all of them on real switches too.
class CasesTest {

  private static final Path CASES = Path.of("src", "test", "resources", "cases");
  private static final boolean ALL = "all".equals(System.getProperty("weft.cases"));

  private static List<CaseFile> files(String suite) {
    return CaseReader.readAll(List.of(CASES.resolve(suite)));
  }

  private static void allPass(Cases.Engine engine, int jobs, List<CaseFile> files) {
    List<CaseResult> results = new ArrayList<>();
    new Cases(engine, jobs, Tunnel.GENEVE).run(files, results::add);
    System.out.println(engine + ": " + CaseTotals.of(results));
    assertThat(results).hasSameSizeAs(files);
    assertThat(
            results.stream()
                .filter(CaseResult::failed)
                .map(result -> result.id() + ": " + result.failures()))
        .isEmpty();
    assertThat(results.stream().filter(CaseResult::passed)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"netpol", "services"})
  void everyCaseHoldsByTheCompiledFlows(String suite) {
    allPass(Cases.Engine.model, 1, files(suite));
  }

  @Test
  void networkPoliciesHoldOnRealSwitches() {
    List<CaseFile> files = files("netpol");
    allPass(
        Cases.Engine.real,
        ALL ? 2 : 1,
        files.stream()
            .filter(file -> ALL || file.id().contains("-trick-") || file.id().contains("-e2e-"))
            .filter(file -> ALL || Math.floorMod(file.id().hashCode(), 4) == 0)
            .toList());
  }

  @Test
  void servicesHoldOnRealSwitches() {
    allPass(
        Cases.Engine.real,
        1,
        files("services").stream()
            .filter(file -> ALL || Math.floorMod(file.id().hashCode(), 4) == 0)
            .toList());
  }
}
