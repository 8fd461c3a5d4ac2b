package io.weft.lab.bench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgentCountsTest {

  private static final String TEXT =
      """
      # HELP weft_flow_mods_total flow-mods sent
      # TYPE weft_flow_mods_total counter
      weft_flow_mods_total{node="n1"} 15.0
      weft_group_mods_total{node="n1"} 2.0
      weft_change_seconds_count{node="n1"} 4
      weft_change_seconds_sum{node="n1"} 0.5
      weft_read_back_seconds_count{node="n1"} 1
      weft_read_back_seconds_sum{node="n1"} 0.125
      """;

  @Test
  void countsAreReadAndSubtracted() {
    AgentCounts now = AgentCounts.parse(TEXT);
    assertThat(now).isEqualTo(new AgentCounts(15, 2, 4, 0.5, 1, 0.125));
    AgentCounts since = now.since(new AgentCounts(5, 0, 2, 0.25, 0, 0));
    assertThat(since).isEqualTo(new AgentCounts(10, 2, 2, 0.25, 1, 0.125));
    assertThat(since.millisPerChange()).isEqualTo(125);
    assertThat(now.since(now).millisPerChange()).isZero();
  }

  @Test
  void aMissingMetricIsNamed() {
    assertThatThrownBy(() -> AgentCounts.parse(TEXT.replace("weft_group_mods", "other")))
        .hasMessageContaining("no metric weft_group_mods_total");
  }
}
