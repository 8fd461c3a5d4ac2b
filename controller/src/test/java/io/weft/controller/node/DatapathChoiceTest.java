package io.weft.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.controller.configuration.Settings.Datapath;
import io.weft.controller.configuration.Settings.Tunnel;
import io.weft.net.IpFamily;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatapathChoiceTest {

  private static final Set<String> BOTH = Set.of("system", "netdev");

  @Test
  void theKernelForwardsWhereItCan() {
    DatapathChoice choice = DatapathChoice.choose(Datapath.AUTO, BOTH, true);
    assertThat(choice.userspace()).isFalse();
    assertThat(choice.reason()).isEqualTo("the kernel has the openvswitch module");
  }

  @Test
  void withoutTheModuleUserSpaceForwardsAndTheReasonNamesTheRemedy() {
    DatapathChoice choice = DatapathChoice.choose(Datapath.AUTO, BOTH, false);
    assertThat(choice.type()).isEqualTo("netdev");
    assertThat(choice.reason()).contains("modprobe openvswitch");
  }

  @Test
  void whatTheSwitchDoesNotOfferIsNotChosen() {
    DatapathChoice choice = DatapathChoice.choose(Datapath.AUTO, Set.of("netdev"), true);
    assertThat(choice.userspace()).isTrue();
    assertThat(choice.reason()).contains("[netdev]");
  }

  @Test
  void theConfigurationWins() {
    assertThat(DatapathChoice.choose(Datapath.NETDEV, BOTH, true).userspace()).isTrue();
    assertThat(DatapathChoice.choose(Datapath.SYSTEM, BOTH, false).userspace()).isFalse();
  }

  @Test
  void tunnelsTakeTheirHeadersFromTheMtu() {
    assertThat(TunnelMtu.derive(1500, Tunnel.GENEVE, IpFamily.IPV4)).isEqualTo(1450);
    assertThat(TunnelMtu.derive(1500, Tunnel.VXLAN, IpFamily.IPV6)).isEqualTo(1430);
    assertThat(TunnelMtu.derive(1500, Tunnel.GRE, IpFamily.IPV4)).isEqualTo(1458);
  }
}
