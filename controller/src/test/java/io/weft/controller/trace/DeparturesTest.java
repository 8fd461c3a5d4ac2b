package io.weft.controller.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.Labels;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.trace.Departures.Departure;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.trace.Packet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where packets come in on node `n1`, which has the Pod `x/a`, next to node `n2`.
class DeparturesTest {

  private static final Node N1 = node("n1", 1);
  private static final Node N2 = node("n2", 2);
  private static final LocalPod A =
      new LocalPod(
          "port-a",
          ObjectKey.pod("x", "a"),
          OfPort.ofShort(5),
          MacAddress.parse("0a:00:00:00:00:05"),
          List.of(IpAddress.parse("10.0.1.5"), IpAddress.parse("fd00:1::5")));
  private static final NodeFacts FACTS =
      new NodeFacts(
          "n1",
          new NodeFacts.Gateway(OfPort.ofShort(1), MacAddress.parse("02:00:00:00:00:01")),
          Optional.of(new NodeFacts.Tunnel(OfPort.ofShort(2), IpAddress.parse("192.0.2.1"))),
          List.of(IpAddress.parse("192.0.2.1")),
          N1.podCidrs(),
          List.of(),
          NodeFacts.Options.DEFAULT);

  @Test
  void aPodsPacketComesInByItsPortFromItsAddresses() {
    Departure departure = ask("x/a", "10.0.2.7", "tcp");
    assertThat(departure.entry()).isEqualTo("Pod x/a");
    assertThat(departure.origin()).isTrue();
    assertThat(value(departure, Field.IN_PORT)).isEqualTo(5);
    assertThat(departure.packet().value(Field.IPV4_SRC)).isEqualTo(bits("10.0.1.5"));
    assertThat(departure.packet().value(Field.ETH_SRC)).isEqualTo(Bits.of(A.mac()));
    assertThat(value(departure, Field.TCP_FLAGS)).isEqualTo(2);
  }

  @Test
  void aPacketOfAConnectionThatGoesOnIsNoSyn() {
    TraceRequest request =
        TraceRequest.parse(
            Map.of(
                "from", "x/a", "to", "10.0.2.7", "protocol", "tcp", "connection", "established"));
    assertThat(value(departures().of(request), Field.TCP_FLAGS)).isEqualTo(0x10);
  }

  @ParameterizedTest
  @CsvSource({
    "x/a, 10.0.2.7, tunnel destination",
    "10.0.2.7, x/a, the tunnel from node n2",
    "node:n2, x/a, the tunnel from node n2",
    "node:n1, x/a, the gateway of node n1",
    "ext:203.0.113.9, x/a, the gateway of node n1",
  })
  void thePlaceWhereItComesInIsTheSendersSide(String from, String to, String entry) {
    Departure departure = ask(from, to, "udp");
    assertThat(departure.entry()).isEqualTo(entry.equals("tunnel destination") ? "Pod x/a" : entry);
  }

  @Test
  void whatCameThroughTheTunnelBeganElsewhere() {
    Departure departure = ask("10.0.2.7", "x/a", "icmp");
    assertThat(departure.origin()).isFalse();
    assertThat(departure.packet().value(Field.TUN_SRC)).isEqualTo(bits("192.0.2.2"));
    assertThat(value(departure, Field.ICMP4_TYPE)).isEqualTo(8);
  }

  @Test
  void theOutsideSendsForAnAddressToTheNodeThatHasIt() {
    assertThat(ask("ext:203.0.113.9", "x/a", "sctp").origin()).isTrue();
    assertThat(ask("ext:203.0.113.9", "192.0.2.1", "tcp").origin()).isTrue();
    assertThat(ask("ext:203.0.113.9", "10.0.2.7", "tcp").origin()).isFalse();
  }

  @Test
  void theFamilyIsTheFirstThatBothHaveUnlessItIsSaid() {
    assertThat(ask("x/a", "fd00:2::7", "icmp").packet().value(Field.ICMP6_TYPE))
        .isEqualTo(Bits.of(128));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ask("x/a", "10.0.2.7", "icmp", "family", "6"))
        .withMessageContaining("to: '10.0.2.7' has no IPv6 address");
  }

  @Test
  void aPacketIsTakenAsItCameOutOfTheOtherNodesTunnel() {
    Departure departure =
        departures().of(packet("udp,nw_src=10.0.2.7,nw_dst=10.0.1.5", "192.0.2.2", "192.0.2.1"));
    assertThat(departure.entry()).isEqualTo("the tunnel from node n2");
    assertThat(value(departure, Field.IN_PORT)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ip | 192.0.2.9 | 192.0.2.1 | no node has tunnels at 192.0.2.9",
        "ip | 192.0.2.2 | 192.0.2.8 | tunnels to 192.0.2.8 do not end here",
        "nonsense=7 | 192.0.2.2 | 192.0.2.1 | packet: ",
      })
  void aPacketThatCannotHaveComeIsRefused(String text, String from, String to, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> departures().of(packet(text, from, to)))
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"x/b", "b", "node:n3", "svc:x/web", "x/"})
  void whoIsNotKnownIsNamed(String from) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ask(from, "x/a", "icmp"))
        .withMessageContaining("from: '" + from + "' has no ")
        .withMessageContaining("write NAMESPACE/POD");
  }

  @Test
  void theEndpointOfAConnectionToAServiceIsNotGuessed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ask("x/a", "svc:x/web", "tcp", "connection", "reply"))
        .withMessageContaining("say the endpoint");
  }

  private static TraceRequest packet(String text, String from, String to) {
    return TraceRequest.parse(Map.of("packet", text, "tunnelFrom", from, "tunnelTo", to));
  }

  private static Departure ask(String from, String to, String protocol, String... more) {
    Map<String, String> question =
        new HashMap<>(Map.of("from", from, "to", to, "protocol", protocol));
    for (int i = 0; i < more.length; i += 2) {
      question.put(more[i], more[i + 1]);
    }
    return departures().of(TraceRequest.parse(question));
  }

  private static Departures departures() {
    ClusterObjects objects = new ClusterObjects();
    objects.apply(List.of(new ClusterChange.Put(N1), new ClusterChange.Put(N2)));
    List<RemoteNode> others = RemoteNode.of(N2).stream().toList();
    return new Departures(Doorways.of(FACTS, List.of(A), others), objects);
  }

  private static long value(Departure departure, Field field) {
    Packet packet = departure.packet();
    return packet.value(field).low();
  }

  private static Bits bits(String address) {
    return Bits.of(IpAddress.parse(address));
  }

  private static Node node(String name, int number) {
    return new Node(
        name,
        Labels.NONE,
        List.of(IpAddress.parse("192.0.2." + number)),
        List.of(),
        List.of(
            IpPrefix.parse("10.0." + number + ".0/24"),
            IpPrefix.parse("fd00:" + number + "::/64")));
  }
}
