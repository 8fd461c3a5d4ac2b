package io.weft.controller.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.ConfigurationReader;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsurePort;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeLayoutTest {

  @Test
  void theTunnelTakesEachPacketsOwnDestinationAndKey() {
    EnsurePort tunnel = tunnel();
    assertThat(tunnel.spec().type()).isEqualTo("geneve");
    assertThat(tunnel.spec().options()).isEqualTo(Map.of("remote_ip", "flow", "key", "flow"));
  }

  @Test
  void typeAndPortOfTheTunnelAreTheConfigurations() {
    EnsurePort vxlan = tunnel("--tunnel=vxlan", "--tunnel-port=8472");
    assertThat(vxlan.spec().type()).isEqualTo("vxlan");
    assertThat(vxlan.spec().options()).containsEntry("dst_port", "8472");
    EnsurePort gre = tunnel("--tunnel=gre", "--tunnel-port=8472");
    assertThat(gre.spec().type()).isEqualTo("gre");
    assertThat(gre.spec().options()).doesNotContainKey("dst_port");
  }

  @Test
  void theGatewayKeepsItsAddressAcrossRestartsAndDiffersBetweenNodes() {
    assertThat(BridgeLayout.gatewayMac("n1")).isEqualTo(BridgeLayout.gatewayMac("n1"));
    assertThat(BridgeLayout.gatewayMac("n1")).isNotEqualTo(BridgeLayout.gatewayMac("n2"));
    assertThat(BridgeLayout.gatewayMac("n1").bits() >>> 40 & 3).isEqualTo(2);
  }

  @Test
  void everyTableHasItsName() {
    assertThat(BridgeLayout.tableNames()).containsEntry(0, "Classify").containsEntry(110, "Output");
  }

  private static EnsurePort tunnel(String... flags) {
    AgentConfiguration configuration = ConfigurationReader.read(Arrays.asList(flags), Map.of());
    List<SwitchChange> ports = BridgeLayout.podPorts(configuration, "n1", 1450);
    return (EnsurePort) ports.get(1);
  }
}
