package io.weft.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static Row row(Target target, Double... rounds) {
    return Row.value("x", "work", "", List.of(rounds), target);
  }

  @Test
  void aTargetBoundsTheMedianFromItsSide() {
    assertThat(row(Target.atMost(2), 1.0, 2.0, 9.0).met()).isTrue();
    assertThat(row(Target.atMost(2), 1.0, 2.1, 2.2).met()).isFalse();
    assertThat(row(Target.atLeast(1.5), 1.0, 1.5, 1.6).met()).isTrue();
    assertThat(row(Target.atLeast(1.5), 1.0, 1.4, 9.0).met()).isFalse();
  }

  @Test
  void anExactCountHoldsInEveryRound() {
    assertThat(row(Target.exactly(0), 0.0, 0.0, 0.0).met()).isTrue();
    assertThat(row(Target.exactly(0), 0.0, 0.0, 1.0).met()).isFalse();
  }

  @Test
  void whatIsOnlyReportedHasNoTargetAndNoVerdict() {
    Row row = row(Target.REPORTED, 5.0);
    assertThat(new Table(List.of(row)).lines().getLast().replaceAll(" +", " "))
        .isEqualTo("| x: work | 5.00 (5.00–5.00) | | | | |");
  }

  @Test
  void contendersTakeTurnsAndTheFirstRoundIsNotCounted() {
    StringBuilder order = new StringBuilder();
    Map<String, List<Integer>> taken =
        new Turns<Integer>()
            .with("a", () -> order.append("a").length())
            .with("b", () -> order.append("b").length())
            .take(2, line -> {});
    assertThat(order).hasToString("abbaab");
    assertThat(taken).isEqualTo(Map.of("a", List.of(4, 5), "b", List.of(3, 6)));
  }
}
