package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ARP_OP;
import static io.weft.openflow.match.Field.ARP_SHA;
import static io.weft.openflow.match.Field.ARP_SPA;
import static io.weft.openflow.match.Field.ARP_TPA;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.ICMP6_TYPE;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.IPV6_SRC;
import static io.weft.openflow.match.Field.ND_SLL;
import static io.weft.openflow.match.Field.ND_TARGET;
import static io.weft.openflow.match.Field.UDP_DST;
import static io.weft.openflow.match.Field.VLAN_VID;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.stage.Network.end;
import static io.weft.pipeline.stage.Network.fromNode;
import static io.weft.pipeline.stage.Network.fromPod;
import static io.weft.pipeline.stage.Network.syn;
import static io.weft.pipeline.stage.Network.throughTunnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is refused, and under which name.
class GuardsTest {

  private static final LocalPod A = pod(1, 1);
  private static final LocalPod B = pod(1, 2);
  private static final LocalPod C = pod(2, 1);
  private final Network network = new Network();

  private void refused(Packet packet, Purpose purpose) {
    refused(1, packet, purpose);
  }

  private void refused(int node, Packet packet, Purpose purpose) {
    Trace trace = network.at(node, packet);
    assertThat(trace.dropped()).as(trace.toString()).isTrue();
    assertThat(end(trace)).isEqualTo(purpose);
  }

  private static IpAddress of(LocalPod pod, IpFamily family) {
    return pod.address(family).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aPodSendsOnlyWithItsOwnAddress(IpFamily family) {
    Packet packet = fromPod(A, syn(family), of(C, family));
    refused(packet.with(Ip.source(family), of(B, family)), Purpose.SPOOFED_BY_POD);
  }

  @ParameterizedTest
  @EnumSource
  void aPodSendsOnlyWithItsOwnMacToTheRouterAndUntagged(IpFamily family) {
    Packet packet = fromPod(A, syn(family), of(B, family));
    refused(packet.with(ETH_SRC, Bits.of(B.mac())), Purpose.NOT_ADMITTED);
    refused(packet.with(ETH_DST, Bits.of(B.mac())), Purpose.SPOOFED_BY_POD);
    refused(packet.with(VLAN_VID, 0x1005), Purpose.NOT_ADMITTED);
    refused(packet.with(IN_PORT, 99), Purpose.NOT_ADMITTED);
  }

  private static Packet arp(IpAddress sender, MacAddress hardware, IpAddress target, int op) {
    return Packet.of(
        Match.arp()
            .with(IN_PORT, A.port())
            .with(ETH_SRC, A.mac())
            .with(ETH_DST, MacAddress.BROADCAST)
            .with(ARP_OP, op)
            .with(ARP_SPA, sender)
            .with(ARP_SHA, hardware)
            .with(ARP_TPA, target));
  }

  @Test
  void arpIsTakenFromItsSenderOnly() {
    IpAddress own = of(A, IpFamily.IPV4);
    IpAddress router = ip("10.244.1.1");
    refused(arp(of(B, IpFamily.IPV4), A.mac(), router, 1), Purpose.SPOOFED_BY_POD);
    refused(arp(own, B.mac(), router, 1), Purpose.SPOOFED_BY_POD);
    refused(arp(own, A.mac(), own, 1), Purpose.ARP_GRATUITOUS);
    refused(arp(ip("0.0.0.0"), A.mac(), own, 1), Purpose.ARP_PROBE);
    refused(arp(of(B, IpFamily.IPV4), A.mac(), router, 2), Purpose.ARP_REPLY);
  }

  private static Packet neighbour(IpAddress source, int type, MacAddress sll) {
    return Packet.of(
        Match.icmp6()
            .with(IN_PORT, A.port())
            .with(ETH_SRC, A.mac())
            .with(IPV6_SRC, source)
            .with(ICMP6_TYPE, type)
            .with(ND_TARGET, ip("fd00:10:244:1::1"))
            .with(type == 135 ? ND_SLL : Field.ND_TLL, sll));
  }

  @Test
  void neighbourSolicitationsAreTakenFromTheirSenderOnly() {
    refused(neighbour(of(B, IpFamily.IPV6), 135, A.mac()), Purpose.SPOOFED_BY_POD);
    refused(neighbour(of(A, IpFamily.IPV6), 135, B.mac()), Purpose.SPOOFED_BY_POD);
    refused(neighbour(of(A, IpFamily.IPV6), 136, A.mac()), Purpose.ND_ADVERTISEMENT);
    refused(neighbour(ip("::"), 135, A.mac()), Purpose.ND_DUPLICATE_DETECTION);
    for (IpAddress source : new IpAddress[] {of(A, IpFamily.IPV6), A.linkLocal()}) {
      assertThat(network.at(1, neighbour(source, 135, A.mac())).sent()).hasSize(1);
    }
  }

  @Test
  void theLinkLocalAddressIsMadeFromTheMac() {
    assertThat(A.linkLocal()).isEqualTo(ip("fe80::c00:ff:fe00:1"));
  }

  @Test
  void chatterIsDroppedUnderItsName() {
    Match fromA = Match.any().with(IN_PORT, A.port()).with(ETH_SRC, A.mac());
    MacAddress group = MacAddress.parse("33:33:00:00:00:02");
    Packet solicitation =
        Packet.of(fromA.and(Match.icmp6()).with(ICMP6_TYPE, 133).with(ETH_DST, group));
    refused(solicitation, Purpose.ROUTER_SOLICITATION);
    refused(solicitation.with(ICMP6_TYPE, 143), Purpose.MULTICAST_LISTENER);
    Packet udp = Packet.of(fromA.and(Match.udp(IpFamily.IPV4)).with(ETH_DST, MacAddress.BROADCAST));
    refused(udp.with(UDP_DST, 67), Purpose.DHCP);
    refused(udp.with(UDP_DST, 1900), Purpose.BROADCAST);
    refused(udp.with(ETH_DST, Bits.of(group)), Purpose.MULTICAST);
  }

  @ParameterizedTest
  @EnumSource
  void theNodeHandsInNothingThatOthersOwn(IpFamily family) {
    IpAddress to = of(A, family);
    for (String source :
        family == IpFamily.IPV4
            ? new String[] {"10.244.1.12", "10.244.2.11", "169.254.64.2", "127.0.0.1"}
            : new String[] {"fd00:10:244:1::12", "fd00:10:244:2::11", "fd77:6566:7400::2", "::1"}) {
      refused(fromNode(1, syn(family), ip(source), to), Purpose.REFUSED_FROM_NODE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void throughTheTunnelComesOnlyWhatTheSenderOwns(IpFamily family) {
    Packet honest = throughTunnel(network.at(1, fromPod(A, syn(family), of(C, family))));
    Packet spoofed = honest.with(Ip.source(family), of(C, family));
    refused(2, spoofed, Purpose.REFUSED_FROM_TUNNEL);
    Packet stranger = honest.with(Field.TUN_SRC, ip("192.168.0.9"));
    refused(2, stranger, Purpose.REFUSED_FROM_TUNNEL);
    Packet foreign = honest.with(Field.TUN_ID, 7);
    refused(2, foreign, Purpose.NOT_ADMITTED);
  }
}
