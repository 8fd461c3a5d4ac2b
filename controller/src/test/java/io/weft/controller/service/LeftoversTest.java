package io.weft.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.pipeline.connection.ConnectionDump;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.HostShare.Datagrams;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What an agent forgets when it starts. DNS is at 10.96.0.10:53, its one endpoint 10.244.1.11:5353;
/// the Pod 10.244.2.12 is there no more.
class LeftoversTest {

  private static final Leftovers LEFTOVERS =
      new Leftovers(
          List.of(
              new HostShare(
                  Set.of(),
                  Map.of(),
                  Set.of(),
                  Optional.empty(),
                  new Datagrams(
                      Set.of(new Face(ip("10.96.0.10"), Protocol.UDP, 53)),
                      Set.of(new Target(ip("10.244.1.11"), 5353))))),
          List.of(ip("172.18.0.11")),
          ip("10.244.2.12")::equals);

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static boolean forgotten(
      String protocol, String destination, int port, String endpoint, int endpointPort, int mark) {
    TrackedConnection connection =
        ConnectionDump.parse(
                "%s,orig=(src=10.244.1.3,dst=%s,sport=4000,dport=%d),reply=(src=%s,dst=10.244.1.3,sport=%d,dport=4000),zone=4001,mark=%d"
                    .formatted(protocol, destination, port, endpoint, endpointPort, mark))
            .connections()
            .getFirst();
    return LEFTOVERS.test(connection);
  }

  private static boolean forgotten(String protocol, String vip, int port, String endpoint) {
    return forgotten(protocol, vip, port, endpoint, 5353, 0x111);
  }

  @Test
  void datagramsToAnEndpointThatIsNoneAnyMoreAreForgotten() {
    assertThat(forgotten("udp", "10.96.0.10", 53, "10.244.1.11")).isFalse();
    assertThat(forgotten("udp", "10.96.0.10", 53, "10.244.2.11")).isTrue();
    assertThat(forgotten("udp", "10.96.0.10", 53, "10.244.1.11", 5354, 0x111)).isTrue();
  }

  @Test
  void datagramsToAServiceThatIsGoneAreForgotten() {
    assertThat(forgotten("udp", "10.96.0.11", 53, "10.244.1.11")).isTrue();
  }

  @Test
  void datagramsThatWereSentBeforeThereWasTheServiceAreForgotten() {
    assertThat(forgotten("udp", "10.96.0.10", 53, "10.96.0.10", 53, 0x11)).isTrue();
  }

  @Test
  void otherDatagramsAreLeftAlone() {
    assertThat(forgotten("udp", "10.244.2.11", 53, "10.244.2.11", 53, 0x11)).isFalse();
  }

  @Test
  void streamsLiveOnWhileTheirEndpointIsThere() {
    assertThat(forgotten("tcp", "10.96.0.10", 53, "10.244.2.11")).isFalse();
    assertThat(forgotten("tcp", "10.96.0.10", 53, "10.244.2.12")).isTrue();
    assertThat(forgotten("tcp", "10.244.2.12", 53, "10.244.2.12", 53, 0x11))
        .as("it is no Service's")
        .isFalse();
  }

  @Test
  void otherZonesAreLeftAlone() {
    TrackedConnection elsewhere =
        ConnectionDump.parse(
                "udp,orig=(src=10.244.1.3,dst=10.96.0.10,sport=1,dport=53),reply=(src=10.244.2.11,dst=10.244.1.3,sport=53,dport=1),zone=7,mark=273")
            .connections()
            .getFirst();
    assertThat(LEFTOVERS.test(elsewhere)).isFalse();
  }
}
