package io.weft.lab.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseReaderTest {

  static CaseFile small() throws URISyntaxException {
    return CaseReader.read(
        Path.of(Objects.requireNonNull(CaseReaderTest.class.getResource("small.json")).toURI()));
  }

  @Test
  void everyPartOfACaseIsRead() throws URISyntaxException {
    CaseFile file = small();
    assertThat(file.id()).isEqualTo("np-small");
    assertThat(file.nodes()).hasSize(1);
    assertThat(file.externalHosts().getFirst().addresses())
        .containsExactly(IpAddress.parse("198.51.100.10"));
    CaseFile.Step step = file.steps().getFirst();
    assertThat(step.actions().get(0)).isInstanceOf(Action.Apply.class);
    assertThat(step.actions().get(1).toString()).contains("Pod x/b");
    assertThat(step.actions().get(2))
        .isInstanceOfSatisfying(
            Action.OpenFlow.class,
            flow -> {
              assertThat(flow.sourcePort()).isEqualTo(40000);
              assertThat(flow.question().toString()).isEqualTo("x/a -> 10.96.1.10 UDP 53");
            });
  }

  @Test
  void aTableGivesOneCellPerJudgedMark() throws URISyntaxException {
    List<Table.Cell> cells = small().steps().getFirst().tables().getFirst().cells();
    assertThat(cells).hasSize(2);
    assertThat(cells.get(0).question().toString()).isEqualTo("x/a -> x/b TCP 80");
    assertThat(cells.get(0).reached()).isTrue();
    assertThat(cells.get(1).reached()).isFalse();
  }

  @Test
  void aProbeCarriesAllItsConditions() throws URISyntaxException {
    ProbeExpectation probe = small().steps().getFirst().probes().getFirst();
    assertThat(probe.repeat()).isEqualTo(3);
    assertThat(probe.idle()).isEqualTo(Duration.ofMillis(500));
    assertThat(probe.sameAs()).contains("zero/1");
    assertThat(probe.question().via()).contains("n1");
    assertThat(probe.question().path()).contains("/healthz");
    assertThat(probe.question().protocol()).isEqualTo(Protocol.TCP);
    assertThat(probe.endpointPort()).isEqualTo(8080);
  }

  @Test
  void aFileThatIsNoCaseIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("odd.json"), "{\"id\": \"np-x\"}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CaseReader.readAll(List.of(directory)))
        .withMessageContaining(file.toString())
        .withMessageContaining("suite");
  }

  @Test
  void aRowThatDoesNotFitItsColumnsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Table(Protocol.TCP, 80, IpFamily.IPV4, List.of("x/a"), Map.of("x/a", "..")))
        .withMessageContaining("x/a '..'");
  }

  @Test
  void aCaseWithAKindThatNobodyActsOnIsSkippedByName() throws URISyntaxException {
    Optional<String> missing = Capabilities.missing(small(), kind -> !kind.equals("NetworkPolicy"));
    assertThat(missing).contains("not built yet: [NetworkPolicy]");
    assertThat(Capabilities.missing(small(), _ -> true)).isEmpty();
  }
}
