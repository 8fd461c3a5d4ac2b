package io.weft.ovsdb.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchVersionTest {

  @ParameterizedTest
  @CsvSource({
    "ovs-vswitchd (Open vSwitch) 3.1.0, 3.1",
    "ovs-vswitchd (Open vSwitch) 2.17.9, 2.17",
    "ovs-vswitchd (Open vSwitch) 3.4.1-2, 3.4",
    "ovs-vswitchd (Open vSwitch) 3.10.2, 3.10",
    "something else, unknown"
  })
  void itIsReadFromWhatTheProgramSays(String said, String version) {
    assertThat(SwitchVersion.parse(said)).hasToString(version);
  }

  @ParameterizedTest
  @CsvSource({"2, 17, false", "3, 2, false", "3, 3, true", "3, 10, true", "4, 0, true"})
  void versionsAreOrderedByNumbers(int major, int minor, boolean atLeast) {
    assertThat(new SwitchVersion(major, minor).isAtLeast(3, 3)).isEqualTo(atLeast);
  }

  @Test
  void nothingIsExpectedOfAnUnknownOne() {
    assertThat(SwitchVersion.UNKNOWN.isAtLeast(1, 0)).isFalse();
  }
}
