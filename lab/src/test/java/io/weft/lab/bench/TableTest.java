package io.weft.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final Row FASTER =
      Row.ratio(
          "cni",
          "ADD",
          "ms",
          List.of(2.0, 9.0, 3.0),
          "bridge",
          List.of(4.0, 3.0, 4.0),
          Target.atMost(1));

  @Test
  void aRatioIsTakenInEachRoundAndThenTheMedian() {
    assertThat(FASTER.judged()).isEqualTo(new Spread(0.75, 0.5, 3));
    assertThat(FASTER.met()).isTrue();
  }

  @Test
  void aMedianAboveTheLimitIsNotMet() {
    assertThat(Row.value("agent", "ready", "s", List.of(1.0, 2.1, 2.5), Target.atMost(2)).met())
        .isFalse();
  }

  @Test
  void aPercentileIsAValueThatWasMeasured() {
    List<Double> values = List.of(5.0, 1.0, 4.0, 2.0, 3.0);
    assertThat(Spread.percentile(values, 50)).isEqualTo(3);
    assertThat(Spread.percentile(values, 99)).isEqualTo(5);
    assertThat(Spread.percentile(values, 1)).isEqualTo(1);
  }

  @Test
  void theTableNamesWorkBaselineRatioTargetAndVerdict() {
    Row plain = Row.value("agent", "resident", "MiB", List.of(120.0), Target.atMost(150));
    assertThat(new Table(List.of(FASTER, plain)).lines().stream().map(TableTest::cells))
        .containsExactly(
            List.of("what", "Weft", "baseline", "ratio", "target", "met"),
            List.of("-", "-", "-", "-", "-", "-"),
            List.of(
                "cni: ADD",
                "3.00 (2.00–9.00) ms",
                "bridge: 4.00 (3.00–4.00) ms",
                "0.75 (0.50–3.00)",
                "≤ 1",
                "yes"),
            List.of("agent: resident", "120 (120–120) MiB", "", "", "≤ 150 MiB", "yes"));
  }

  private static List<String> cells(String line) {
    return List.of(line.substring(1, line.length() - 1).split("\\|", -1)).stream()
        .map(cell -> cell.strip().replaceAll("-+", "-"))
        .toList();
  }

  @Test
  void theJsonHasTheSameRows() {
    assertThat(new Table(List.of(FASTER)).json().path(0).path("ratio").path("median").asDouble())
        .isEqualTo(0.75);
  }
}
