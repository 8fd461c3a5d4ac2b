package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.IP_TTL;
import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.stage.Network.GATEWAY;
import static io.weft.pipeline.stage.Network.TUNNEL;
import static io.weft.pipeline.stage.Network.end;
import static io.weft.pipeline.stage.Network.fromNode;
import static io.weft.pipeline.stage.Network.fromPod;
import static io.weft.pipeline.stage.Network.syn;
import static io.weft.pipeline.stage.Network.synAck;
import static io.weft.pipeline.stage.Network.throughTunnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where packets go: between Pods, nodes and the world.
class WaysTest {

  private static final LocalPod A = pod(1, 1);
  private static final LocalPod B = pod(1, 2);
  private static final LocalPod C = pod(2, 1);
  private final Network network = new Network();

  private static IpAddress of(LocalPod pod, IpFamily family) {
    return pod.address(family).orElseThrow();
  }

  private static IpAddress gateway(int node, IpFamily family) {
    return NodeFacts.gatewayAddress(
        facts(node).podCidrs().stream()
            .filter(c -> c.family() == family)
            .findFirst()
            .orElseThrow());
  }

  private static IpAddress outside(IpFamily family) {
    return ip(family == IpFamily.IPV4 ? "198.51.100.7" : "2001:db8::7");
  }

  private static void arrives(Trace trace, OfPort port) {
    assertThat(trace.sent())
        .as(trace.toString())
        .extracting(Trace.Step.Sent::port)
        .containsExactly(port);
  }

  @ParameterizedTest
  @EnumSource
  void podsOfOneNodeTalkThroughTheRouter(IpFamily family) {
    Trace there = network.at(1, fromPod(A, syn(family), of(B, family)));
    arrives(there, B.port());
    Packet got = there.sent().getFirst().packet();
    assertThat(got.value(ETH_SRC)).isEqualTo(Bits.of(Reserved.ROUTER_MAC));
    assertThat(got.value(ETH_DST)).isEqualTo(Bits.of(B.mac()));
    assertThat(got.value(IP_TTL)).isEqualTo(Bits.of(63));
    assertThat(got.source()).isEqualTo(of(A, family));
    arrives(network.at(1, fromPod(B, synAck(family), of(A, family))), A.port());
  }

  @ParameterizedTest
  @EnumSource
  void podsOfTwoNodesTalkThroughTheTunnel(IpFamily family) {
    Trace out = network.at(1, fromPod(A, syn(family), of(C, family)));
    arrives(out, TUNNEL);
    assertThat(out.sent().getFirst().packet().value(Field.TUN_DST))
        .isEqualTo(Bits.of(ip("192.168.0.2")));
    Trace in = network.at(2, throughTunnel(out));
    arrives(in, C.port());
    assertThat(in.sent().getFirst().packet().value(IP_TTL)).isEqualTo(Bits.of(63));
    Trace back = network.at(2, fromPod(C, synAck(family), of(A, family)));
    arrives(back, TUNNEL);
    arrives(network.at(1, throughTunnel(back)), A.port());
  }

  @ParameterizedTest
  @EnumSource
  void theNodeReachesItsPodsAndTheirRepliesGoBack(IpFamily family) {
    IpAddress node = gateway(1, family);
    arrives(network.at(1, fromNode(1, syn(family), node, of(A, family))), A.port());
    arrives(network.at(1, fromPod(A, synAck(family), node)), GATEWAY);
  }

  @ParameterizedTest
  @EnumSource
  void aNodeReachesPodsOfOtherNodes(IpFamily family) {
    IpAddress node = gateway(1, family);
    Trace out = network.at(1, fromNode(1, syn(family), node, of(C, family)));
    arrives(out, TUNNEL);
    arrives(network.at(2, throughTunnel(out)), C.port());
    Trace back = network.at(2, fromPod(C, synAck(family), node));
    arrives(back, TUNNEL);
    arrives(network.at(1, throughTunnel(back)), GATEWAY);
  }

  @ParameterizedTest
  @EnumSource
  void podsReachTheWorldByTheGateway(IpFamily family) {
    arrives(network.at(1, fromPod(A, syn(family), outside(family))), GATEWAY);
    Trace back = network.at(1, fromNode(1, synAck(family), outside(family), of(A, family)));
    arrives(back, A.port());
  }

  @Test
  void podsReachTheirNodeAndOtherNodesByTheGateway() {
    for (String node : new String[] {"192.168.0.1", "192.168.0.2", "10.244.1.1"}) {
      arrives(network.at(1, fromPod(A, syn(IpFamily.IPV4), ip(node))), GATEWAY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void repliesToWhatCameByTheGatewayGoBackThereWhateverTheirDestination(IpFamily family) {
    IpAddress client = outside(family);
    arrives(network.at(1, fromNode(1, syn(family), client, of(A, family))), A.port());
    arrives(network.at(1, fromPod(A, synAck(family), client)), GATEWAY);
  }

  @ParameterizedTest
  @EnumSource
  void unknownAddressesInOurRangesAreAnsweredAsUnreachable(IpFamily family) {
    for (String text :
        family == IpFamily.IPV4
            ? new String[] {"10.244.1.99", "10.96.0.1", "169.254.64.9"}
            : new String[] {"fd00:10:244:1::99", "fd00:10:96::1", "fd77:6566:7400::9"}) {
      Trace trace = network.at(1, fromPod(A, syn(family), ip(text)));
      assertThat(trace.sent()).as(text).isEmpty();
      assertThat(trace.reachedController()).as(text).isTrue();
      assertThat(end(trace)).isEqualTo(Purpose.NO_SUCH_DESTINATION);
    }
  }

  @Test
  void withAnotherProxyServiceAddressesGoOutByTheGatewayAndPodsMayComeBackIn() {
    Network beside = new Network(new NodeFacts.Options(false, false));
    arrives(beside.at(1, fromPod(A, syn(IpFamily.IPV4), ip("10.96.0.1"))), GATEWAY);
    IpAddress a = of(A, IpFamily.IPV4);
    Packet translated = fromNode(1, syn(IpFamily.IPV4), a, of(B, IpFamily.IPV4));
    arrives(beside.at(1, translated), B.port());
    arrives(beside.at(1, fromPod(B, synAck(IpFamily.IPV4), a)), GATEWAY);
  }

  @ParameterizedTest
  @EnumSource
  void whatCameThroughTheTunnelForElsewhereGoesNoFurther(IpFamily family) {
    Trace out = network.at(1, fromPod(A, syn(family), of(C, family)));
    Packet stray = throughTunnel(out).with(Ip.destination(family), outside(family));
    assertThat(end(network.at(2, stray))).isEqualTo(Purpose.TRANSIT);
    Packet returned = throughTunnel(out).with(Ip.destination(family), of(B, family));
    assertThat(end(network.at(2, returned))).isEqualTo(Purpose.LOOP);
  }

  @ParameterizedTest
  @EnumSource
  void theNodeGetsNothingBackThatItSent(IpFamily family) {
    Packet packet = fromNode(1, syn(family), gateway(1, family), outside(family));
    assertThat(end(network.at(1, packet))).isEqualTo(Purpose.LOOP);
  }

  @ParameterizedTest
  @EnumSource
  void aPacketWhoseTimeIsUpGoesToTheAgent(IpFamily family) {
    Packet packet = fromPod(A, syn(family), of(B, family)).with(IP_TTL, 1);
    Trace trace = network.at(1, packet);
    assertThat(trace.reachedController()).isTrue();
    assertThat(end(trace)).isEqualTo(Purpose.TTL_EXPIRED);
  }

  @ParameterizedTest
  @EnumSource
  void tcpInItsMiddleIsRefusedUnlessConntrackWasJustLost(IpFamily family) {
    Packet ack = fromPod(A, synAck(family), of(B, family)).with(Field.TCP_FLAGS, 0x10);
    Trace refused = network.at(1, ack);
    assertThat(end(refused)).isEqualTo(Purpose.MIDSTREAM);
    assertThat(refused.reachedController()).isTrue();
    Trace reset = network.at(1, ack.with(Field.TCP_FLAGS, 0x14));
    assertThat(end(reset)).isEqualTo(Purpose.MIDSTREAM_RESET);
    assertThat(reset.dropped()).as("no reset answers a reset").isTrue();
    Network window = new Network(new NodeFacts.Options(true, true));
    arrives(window.at(1, ack), B.port());
  }

  @Test
  void theRouterAnswersArp() {
    Packet question =
        Packet.of(
            Match.arp()
                .with(IN_PORT, A.port())
                .with(ETH_SRC, A.mac())
                .with(ETH_DST, MacAddress.BROADCAST)
                .with(Field.ARP_OP, 1)
                .with(Field.ARP_SHA, A.mac())
                .with(Field.ARP_SPA, ip("10.244.1.11"))
                .with(Field.ARP_TPA, ip("10.244.1.1")));
    Trace trace = network.at(1, question);
    Packet answer = trace.sent().getFirst().packet();
    assertThat(answer.value(Field.ARP_OP)).isEqualTo(Bits.of(2));
    assertThat(answer.value(Field.ARP_SHA)).isEqualTo(Bits.of(Reserved.ROUTER_MAC));
    assertThat(answer.value(Field.ARP_SPA)).isEqualTo(Bits.of(ip("10.244.1.1")));
    assertThat(answer.value(Field.ARP_THA)).isEqualTo(Bits.of(A.mac()));
    assertThat(answer.value(Field.ARP_TPA)).isEqualTo(Bits.of(ip("10.244.1.11")));
    assertThat(answer.value(ETH_DST)).isEqualTo(Bits.of(A.mac()));
  }
}
