package io.weft.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.ovsdb.control.SwitchVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSwitchTest {

  @ParameterizedTest
  @CsvSource({
    "netdev, 3, 1, false",
    "netdev, 3, 2, false",
    "netdev, 3, 3, true",
    "netdev, 3, 5, true",
    "netdev, 0, 0, false",
    "system, 3, 1, true",
    "system, 0, 0, true"
  })
  void aConnectionIsTranslatedToItselfWhereTheSwitchBearsIt(
      String datapath, int major, int minor, boolean selfTranslation) {
    NodeSwitch made =
        new NodeSwitch(
            new DatapathChoice(datapath, "so says the test"),
            new SwitchVersion(major, minor),
            new Underlay("eth0", IpAddress.parse("192.0.2.1"), 1500),
            1450,
            1,
            2);
    assertThat(made.selfTranslation()).isEqualTo(selfTranslation);
  }
}
