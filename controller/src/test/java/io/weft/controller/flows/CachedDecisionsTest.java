package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedDecisionsTest {

  @ParameterizedTest
  @CsvSource({
    "ovs-vswitchd (Open vSwitch) 3.1.0, true",
    "ovs-vswitchd (Open vSwitch) 2.17.9, true",
    "ovs-vswitchd (Open vSwitch) 3.4.1-2, true",
    "ovs-vswitchd (Open vSwitch) 3.5.0, false",
    "ovs-vswitchd (Open vSwitch) 3.10.2, false",
    "ovs-vswitchd (Open vSwitch) 4.0.0, false",
    "something else, true"
  })
  void decisionsOfOlderVersionsOutliveTheirFlows(String version, boolean outlive) {
    assertThat(CachedDecisions.outlive(version)).isEqualTo(outlive);
  }
}
