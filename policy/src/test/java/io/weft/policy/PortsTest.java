package io.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.policy.PortRange.Masked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortsTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static NetworkPolicy.Port port(Protocol protocol, PortReference reference) {
    return new NetworkPolicy.Port(protocol, Optional.of(reference), OptionalInt.empty());
  }

  private static NetworkPolicy.Port range(Protocol protocol, int first, int last) {
    return new NetworkPolicy.Port(
        protocol, Optional.of(new PortReference.Numbered(first)), OptionalInt.of(last));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theMaskedValuesOfARangeAreTheRange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int a = random.nextInt(65536);
    int b = random.nextBoolean() ? random.nextInt(65536) : Math.min(65535, a + random.nextInt(20));
    PortRange range = new PortRange(Protocol.TCP, Math.min(a, b), Math.max(a, b));
    List<Masked> parts = range.masked();
    for (int port = 0; port <= 65535; port++) {
      int matching = 0;
      for (Masked part : parts) {
        if ((port & part.mask()) == part.value()) {
          matching++;
        }
      }
      assertThat(matching).as("%s port %d", range, port).isEqualTo(range.contains(port) ? 1 : 0);
    }
    assertThat(parts.size()).isLessThanOrEqualTo(30);
  }

  @Test
  void everyPortIsOneMaskedValueAndASinglePortIsExact() {
    assertThat(PortRange.every(Protocol.UDP).masked()).containsExactly(new Masked(0, 0));
    assertThat(PortRange.single(Protocol.UDP, 53).masked()).containsExactly(new Masked(53, 0xffff));
    assertThat(PortRange.every(Protocol.UDP)).hasToString("udp/*");
    assertThat(new PortRange(Protocol.SCTP, 80, 90)).hasToString("sctp/80-90");
    assertThat(PortRange.single(Protocol.TCP, 80)).hasToString("tcp/80");
    assertThatThrownBy(() -> new PortRange(Protocol.TCP, 2, 1)).hasMessageContaining("2 to 1");
  }

  @Test
  void rangesThatTouchAreOne() {
    RulePorts ports =
        RulePorts.of(
            List.of(
                range(Protocol.TCP, 80, 90),
                range(Protocol.TCP, 85, 100),
                range(Protocol.TCP, 101, 110),
                range(Protocol.TCP, 200, 210),
                range(Protocol.UDP, 90, 95)));
    assertThat(ports.ranges())
        .extracting(PortRange::toString)
        .containsExactly("tcp/80-110", "tcp/200-210", "udp/90-95");
    assertThat(ports).hasToString("[tcp/80-110, tcp/200-210, udp/90-95]");
  }

  @Test
  void noPortsMeanEveryPortAndProtocol() {
    assertThat(RulePorts.of(List.of()).unrestricted()).isTrue();
    assertThat(RulePorts.of(List.of())).hasToString("any");
    RulePorts udp =
        RulePorts.of(
            List.of(new NetworkPolicy.Port(Protocol.UDP, Optional.empty(), OptionalInt.empty())));
    assertThat(udp.unrestricted()).isFalse();
    assertThat(udp.ranges()).containsExactly(PortRange.every(Protocol.UDP));
  }

  @Test
  void namesAreResolvedByTheReceiverAndItsProtocol() {
    RulePorts ports =
        RulePorts.of(
            List.of(
                port(Protocol.TCP, new PortReference.Named("web")),
                port(Protocol.TCP, new PortReference.Numbered(81))));
    NamedPort tcp = new NamedPort(Protocol.TCP, "web");
    NamedPort udp = new NamedPort(Protocol.UDP, "web");
    NamedPorts receiver =
        new NamedPorts(
            new TreeMap<>(
                java.util.Map.of(
                    tcp, new TreeSet<>(List.of(80, 8080)), udp, new TreeSet<>(List.of(53)))));
    assertThat(ports.resolved(receiver))
        .extracting(PortRange::toString)
        .containsExactly("tcp/80-81", "tcp/8080");
    assertThat(ports.resolved(NamedPorts.NONE)).containsExactly(PortRange.single(Protocol.TCP, 81));
    assertThat(receiver.only(java.util.Set.of(udp))).hasToString("{udp/web=[53]}");
    assertThat(receiver.only(java.util.Set.of())).isSameAs(NamedPorts.NONE);
    assertThat(ports).hasToString("[tcp/81] [tcp/web]");
  }
}
