package io.weft.lab.bench.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchCountsTest {

  private static final ProcessorTime NONE = new ProcessorTime(Map.of());

  /// As Open vSwitch 3.1 prints it.
  private static String stats(int packets, int recirculations, int missed, int failed) {
    return """
    main thread:
      packets received: %d
      packet recirculations: %d
      avg. datapath passes per packet: 1.00
      emc hits: 5
      megaflow hits: 7
      avg. subtable lookups per megaflow hit: 1.00
      miss with success upcall: %d
      miss with failed upcall: %d
      avg. packets per output batch: 1.00
    """
        .formatted(packets, recirculations, missed, failed);
  }

  @Test
  void allThreadsCountTogether() {
    String text = stats(100, 90, 3, 1) + "pmd thread numa_id 0 core_id 1:\n" + stats(20, 30, 1, 0);
    assertThat(SwitchCounts.parse(text, NONE)).isEqualTo(new SwitchCounts(120, 120, 5, NONE));
  }

  @Test
  void passesAreLookupsPerReceivedPacket() {
    SwitchCounts before = SwitchCounts.parse(stats(100, 100, 3, 0), NONE);
    SwitchCounts after = SwitchCounts.parse(stats(300, 320, 4, 0), NONE);
    assertThat(after.since(before).passes()).isEqualTo(2.1);
    assertThat(after.since(before).upcalls()).isEqualTo(1);
  }

  @Test
  void aSwitchWithoutUserspaceDatapathHasNoCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SwitchCounts.parse("", NONE))
        .withMessageContaining("no counters of a userspace datapath");
  }

  @Test
  void processorTimeIsByKindOfThread() {
    ProcessorTime before = new ProcessorTime(Map.of("revalidator", 5L));
    ProcessorTime after = new ProcessorTime(Map.of("revalidator", 1_500_000_005L, "pmd", 7L));
    assertThat(after.since(before).seconds("revalidator")).isEqualTo(1.5);
    assertThat(after.since(before).seconds("handler")).isZero();
    assertThat(ProcessorTime.of(ProcessHandle.current().pid()).seconds()).isPositive();
  }
}
