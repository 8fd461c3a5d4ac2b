package io.weft.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import org.junit.jupiter.api.Test;

class LabSpecTest {

  @Test
  void nodesHaveAddressesAndPodCidrsOfTheAskedFamilies() {
    LabSpec dual = LabSpec.ofNodes("demo", 3, true, Tunnel.GENEVE);
    assertThat(dual.nodes()).hasSize(3);
    assertThat(dual.nodes().get(2).podCidrs())
        .containsExactly(IpPrefix.parse("10.244.3.0/24"), IpPrefix.parse("fd00:10:244:3::/64"));
    assertThat(dual.nodes().get(2).address(IpFamily.IPV6).orElseThrow())
        .hasToString("fd00:172:18::13");
    LabSpec single = LabSpec.ofNodes("demo", 1, false, Tunnel.GRE);
    assertThat(single.nodes().getFirst().address(IpFamily.IPV6)).isEmpty();
  }

  @Test
  void aNameThatCannotBePartOfAPathIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabSpec.checkName("My-Lab"))
        .withMessageContaining("My-Lab");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabSpec.ofNodes("demo", 0, false, Tunnel.GENEVE))
        .withMessageContaining("not 0");
  }
}
