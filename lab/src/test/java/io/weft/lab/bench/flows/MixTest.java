package io.weft.lab.bench.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.IpAddress;
import io.weft.openflow.Flow;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Table;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MixTest {

  private static FlowProgram program;

  @BeforeAll
  static void compile() {
    program = MixedCluster.program(100, 50);
  }

  private static long in(Table table, List<Flow> flows) {
    return flows.stream().filter(flow -> flow.table() == table.number()).count();
  }

  @Test
  void theProgramHasAddressesRulesAndServices() {
    List<Flow> flows = program.sortedFlows();
    assertThat(in(Table.PEER_LABELS, flows)).isEqualTo(2 * 25_000 + 1);
    assertThat(in(Table.SERVICE, flows)).isEqualTo(2 * 2 * 50 + 1);
    assertThat(in(Table.INGRESS_RULES, flows)).isGreaterThan(40);
    assertThat(program.groups()).hasSize(2 * 2 * 50);
  }

  @Test
  void aSampleTakesEveryTableInProportion() {
    int half = program.flows().size() / 2;
    List<Flow> sample = Mix.sample(program, half);
    assertThat(sample).hasSize(half).doesNotHaveDuplicates();
    assertThat(in(Table.PEER_LABELS, sample)).isBetween(24_999L, 25_002L);
    assertThat(Mix.sample(program, half)).isEqualTo(sample);
  }

  @Test
  void aSampleIsNeverLargerThanTheProgram() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mix.sample(program, Mix.FLOWS))
        .withMessageContaining("not 100000");
  }

  @Test
  void oneMorePodIsInTheTableOfDestinations() {
    Flow flow = MixedCluster.whereAPodIs(IpAddress.parse("10.250.0.1"));
    assertThat(flow.table()).isEqualTo(Table.DESTINATION.number());
    assertThat(program.flows()).doesNotContainKey(flow.key());
  }
}
