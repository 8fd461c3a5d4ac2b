package io.weft.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClusterStateTest {

  private static final Node NODE =
      new Node(
          "n1",
          Labels.of(Map.of("topology.kubernetes.io/zone", "z1")),
          List.of(IpAddress.parse("fd00::1"), IpAddress.parse("192.0.2.1")),
          List.of(),
          List.of(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:244:1::/64")));

  @Test
  void tunnelsEndAtTheFirstIpv4AddressWhereThereIsOne() {
    assertThat(NODE.tunnelEndpoint()).contains(IpAddress.parse("192.0.2.1"));
    assertThat(NODE.internalIp(IpFamily.IPV6)).contains(IpAddress.parse("fd00::1"));
    assertThat(NODE.podCidr(IpFamily.IPV6)).contains(IpPrefix.parse("fd00:244:1::/64"));
    assertThat(NODE.zone()).contains("z1");
  }

  @Test
  void changesAreAppliedInOrder() {
    Namespace before = new Namespace("x", Labels.NONE);
    Namespace after = new Namespace("x", Labels.of(Map.of("a", "1")));
    ClusterState state =
        ClusterState.of(List.of(NODE, before))
            .after(List.of(new ClusterChange.Put(after), new ClusterChange.Delete(NODE.key())));
    assertThat(state.object(before.key())).contains(after);
    assertThat(state.all(Node.class)).isEmpty();
    assertThat(state.all(Namespace.class)).containsExactly(after);
  }

  @Test
  void keysReadAsAnOperatorWritesThem() {
    assertThat(ObjectKey.pod("x", "a")).hasToString("Pod x/a");
    assertThat(ObjectKey.node("n1")).hasToString("Node n1");
    assertThatThrownBy(() -> ObjectKey.pod("x", "")).hasMessageContaining("Pod without a name");
  }

  @Test
  void aPortRangeNeedsANumericPortBelowIt() {
    assertThatThrownBy(
            () -> new NetworkPolicy.Port(Protocol.TCP, Optional.empty(), OptionalInt.of(90)))
        .hasMessageContaining("endPort 90");
    assertThatThrownBy(() ->
            new NetworkPolicy.Port(
                Protocol.TCP, Optional.of(new PortReference.Numbered(91)), OptionalInt.of(90)))
        .hasMessageContaining("endPort 90");
    assertThatThrownBy(() -> new PortReference.Numbered(0)).hasMessageContaining("port 0");
  }
}
