package io.weft.pipeline.stage;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.ServiceExample.WEB;
import static io.weft.pipeline.stage.Network.GATEWAY;
import static io.weft.pipeline.stage.Network.TUNNEL;
import static io.weft.pipeline.stage.Network.end;
import static io.weft.pipeline.stage.Network.fromNode;
import static io.weft.pipeline.stage.Network.fromPod;
import static io.weft.pipeline.stage.Network.throughTunnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.Pod;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.FlowText;
import io.weft.pipeline.ServiceExample;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.table.Table;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Packets to Services and back, through the compiled flows of two nodes.
class ServicesTest {

  private static final IpFamily V4 = IpFamily.IPV4;
  private static final LocalPod A = pod(1, 1);
  private static final LocalPod B = pod(1, 2);
  private static final LocalPod C = pod(2, 1);
  private static final IpAddress CLIENT = ip("198.51.100.7");
  private static final IpAddress NODE1 = ip("192.168.0.1");
  private static final IpAddress GATEWAY1 = ip("10.244.1.1");
  private static final IpAddress MASQUERADE1 = ip("10.244.1.2");

  private static IpAddress of(LocalPod pod, IpFamily family) {
    return pod.address(family).orElseThrow();
  }

  private static IpAddress vip(IpFamily family) {
    return WEB.clusterIps().get(family == V4 ? 0 : 1);
  }

  private static Network network(ServiceExample service, String... endpoints) {
    return network(List.of(), BucketChoice.first(), service, endpoints);
  }

  private static Network network(
      List<ClusterObject> more, BucketChoice buckets, ServiceExample service, String... endpoints) {
    List<ClusterObject> objects = new ArrayList<>(more);
    objects.add(service.service());
    objects.addAll(service.slices(endpoints));
    return new Network(objects, buckets);
  }

  private static Match tcp(IpFamily family, int from, int to, int flags) {
    return Match.tcp(family)
        .with(Field.TCP_SRC, from)
        .with(Field.TCP_DST, to)
        .with(Field.TCP_FLAGS, flags);
  }

  private static Match syn(IpFamily family, int to) {
    return tcp(family, 40000, to, 2);
  }

  private static Match answer(IpFamily family, int from) {
    return tcp(family, from, 40000, 0x12);
  }

  private static Packet sent(Trace trace, OfPort port) {
    assertThat(trace.sent())
        .as(trace.toString())
        .extracting(Trace.Step.Sent::port)
        .containsExactly(port);
    return trace.sent().getFirst().packet();
  }

  private static void carries(Packet packet, IpAddress from, IpAddress to) {
    assertThat(packet.source()).isEqualTo(from);
    assertThat(packet.destination()).isEqualTo(to);
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointOfTheSameNodeAnswersInTheNameOfTheService(IpFamily family) {
    Network network = network(WEB, of(B, family).toString());
    Packet got = sent(network.at(1, fromPod(A, syn(family, 80), vip(family))), B.port());
    carries(got, of(A, family), of(B, family));
    assertThat(got.value(Field.TCP_DST)).isEqualTo(Bits.of(8080));
    Trace back = network.at(1, fromPod(B, answer(family, 8080), of(A, family)));
    carries(sent(back, A.port()), vip(family), of(A, family));
    Trace next = network.at(1, fromPod(A, tcp(family, 40000, 80, 0x10), vip(family)));
    carries(sent(next, B.port()), of(A, family), of(B, family));
  }

  @ParameterizedTest
  @EnumSource
  void sctpIsServedLikeOtherProtocolsAndDoesNotMeetThem(IpFamily family) {
    Network network = network(WEB.with(Protocol.SCTP), of(B, family).toString());
    Match there = Match.sctp(family).with(Field.SCTP_SRC, 40000).with(Field.SCTP_DST, 80);
    Match back = Match.sctp(family).with(Field.SCTP_SRC, 8080).with(Field.SCTP_DST, 40000);
    Packet got = sent(network.at(1, fromPod(A, there, vip(family))), B.port());
    carries(got, of(A, family), of(B, family));
    assertThat(got.value(Field.SCTP_DST)).isEqualTo(Bits.of(8080));
    Trace answer = network.at(1, fromPod(B, back, of(A, family)));
    carries(sent(answer, A.port()), vip(family), of(A, family));
    assertThat(network.at(1, fromPod(A, syn(family, 80), vip(family))).sent())
        .as("TCP to the same port")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointOfAnotherNodeSeesThePod(IpFamily family) {
    Network network = network(WEB, of(C, family).toString());
    Trace out = network.at(1, fromPod(A, syn(family, 80), vip(family)));
    carries(sent(out, TUNNEL), of(A, family), of(C, family));
    carries(sent(network.at(2, throughTunnel(out)), C.port()), of(A, family), of(C, family));
    Trace back = network.at(2, fromPod(C, answer(family, 8080), of(A, family)));
    Trace home = network.at(1, throughTunnel(back));
    carries(sent(home, A.port()), vip(family), of(A, family));
  }

  @Test
  void everyEndpointGetsItsShare() {
    for (int i = 0; i < 2; i++) {
      Network network = network(List.of(), BucketChoice.nth(i), WEB, "10.244.1.11", "10.244.1.12");
      sent(network.at(1, fromPod(A, syn(V4, 80), vip(V4))), i == 0 ? A.port() : B.port());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodReachesItselfThroughItsService(IpFamily family) {
    Network network = network(List.of(isolation()), BucketChoice.first(), WEB, of(A, family) + "");
    Packet got = sent(network.at(1, fromPod(A, syn(family, 80), vip(family))), A.port());
    carries(got, Reserved.hairpin(family), of(A, family));
    assertThat(got.value(Field.ETH_DST)).isEqualTo(Bits.of(A.mac()));
    Packet reply = fromPod(A, answer(family, 8080), Reserved.hairpin(family));
    carries(sent(network.at(1, reply), A.port()), vip(family), of(A, family));
    Packet third = fromPod(A, tcp(family, 40000, 80, 0x10), vip(family));
    carries(sent(network.at(1, third), A.port()), Reserved.hairpin(family), of(A, family));
  }

  @Test
  void aNodeProcessReachesItsOwnNodeThroughAService() {
    Network network = network(WEB, NODE1 + "@node1");
    Trace there = network.at(1, fromNode(1, syn(V4, 80), GATEWAY1, vip(V4)));
    carries(sent(there, GATEWAY), Reserved.nodeSelf(V4), NODE1);
    Packet reply = fromNode(1, answer(V4, 8080), NODE1, Reserved.nodeSelf(V4));
    carries(sent(network.at(1, reply), GATEWAY), vip(V4), GATEWAY1);
    Packet third = fromNode(1, tcp(V4, 40000, 80, 0x10), GATEWAY1, vip(V4));
    carries(sent(network.at(1, third), GATEWAY), Reserved.nodeSelf(V4), NODE1);
  }

  @Test
  void podsReachTheirOwnNodeThroughAService() {
    Network network = network(WEB, NODE1 + "@node1");
    Trace there = network.at(1, fromPod(A, syn(V4, 80), vip(V4)));
    carries(sent(there, GATEWAY), of(A, V4), NODE1);
    Packet reply = fromNode(1, answer(V4, 8080), NODE1, of(A, V4));
    carries(sent(network.at(1, reply), A.port()), vip(V4), of(A, V4));
  }

  @Test
  void anOutsideClientKeepsItsAddressOnTheEndpointsNode() {
    Network network = network(WEB.nodePort(30080), of(A, V4) + "@node1");
    IpAddress ports = Reserved.nodePorts(V4);
    Trace there = network.at(1, fromNode(1, syn(V4, 30080), CLIENT, ports));
    carries(sent(there, A.port()), CLIENT, of(A, V4));
    Packet reply = fromPod(A, answer(V4, 8080), CLIENT);
    carries(sent(network.at(1, reply), GATEWAY), ports, CLIENT);
  }

  @Test
  void anOutsideClientIsMasqueradedToAnEndpointElsewhereAndItsAnswersComeBack() {
    Network network = network(WEB.nodePort(30080), of(C, V4) + "@node2");
    IpAddress ports = Reserved.nodePorts(V4);
    Trace there = network.at(1, fromNode(1, syn(V4, 30080), CLIENT, ports));
    carries(sent(there, TUNNEL), MASQUERADE1, of(C, V4));
    sent(network.at(2, throughTunnel(there)), C.port());
    Trace back = network.at(2, fromPod(C, answer(V4, 8080), MASQUERADE1));
    Trace home = network.at(1, throughTunnel(back));
    carries(sent(home, GATEWAY), ports, CLIENT);
    Packet third = fromNode(1, tcp(V4, 40000, 30080, 0x10), CLIENT, ports);
    carries(sent(network.at(1, third), TUNNEL), MASQUERADE1, of(C, V4));
  }

  @Test
  void anOutsideClientReachesEndpointsThatAreNodes() {
    for (String node : List.of("192.168.0.1@node1", "192.168.0.2@node2")) {
      Network network = network(WEB.nodePort(30080), node);
      IpAddress ports = Reserved.nodePorts(V4);
      IpAddress endpoint = ip(node.substring(0, node.indexOf('@')));
      Trace there = network.at(1, fromNode(1, syn(V4, 30080), CLIENT, ports));
      carries(sent(there, GATEWAY), MASQUERADE1, endpoint);
      Packet reply = fromNode(1, answer(V4, 8080), endpoint, MASQUERADE1);
      carries(sent(network.at(1, reply), GATEWAY), ports, CLIENT);
    }
  }

  @Test
  void policyLocalBindsOutsideClientsOnly() {
    ServiceExample local = WEB.nodePort(30080).local(true, false);
    Network network = network(local, of(C, V4) + "@node2");
    IpAddress ports = Reserved.nodePorts(V4);
    Trace outside = network.at(1, fromNode(1, syn(V4, 30080), CLIENT, ports));
    assertThat(end(outside)).isEqualTo(Purpose.NO_LOCAL_ENDPOINT);
    assertThat(outside.dropped()).isTrue();
    Trace process = network.at(1, fromNode(1, syn(V4, 30080), GATEWAY1, ports));
    carries(sent(process, TUNNEL), GATEWAY1, of(C, V4));
    Trace pod = network.at(1, fromPod(A, syn(V4, 30080), NODE1));
    carries(sent(pod, TUNNEL), of(A, V4), of(C, V4));
  }

  @Test
  void aServiceWithoutEndpointsIsAnsweredByTheAgent() {
    Network network = network(WEB.nodePort(30080));
    for (Packet packet :
        List.of(
            fromPod(A, syn(V4, 80), vip(V4)),
            fromNode(1, syn(V4, 30080), CLIENT, Reserved.nodePorts(V4)))) {
      Trace trace = network.at(1, packet);
      assertThat(end(trace)).isEqualTo(Purpose.NO_ENDPOINT);
      assertThat(trace.reachedController()).isTrue();
    }
  }

  @Test
  void otherPortsOfAVirtualAddressAreUnreachable() {
    Network network = network(WEB, of(B, V4).toString());
    Trace trace = network.at(1, fromPod(A, syn(V4, 81), vip(V4)));
    assertThat(end(trace)).isEqualTo(Purpose.NO_SUCH_DESTINATION);
  }

  @Test
  void onlyTheGivenClientsUseALoadBalancersAddress() {
    ServiceExample guarded = WEB.at("10.96.0.10").balanced("192.0.2.50", "198.51.100.0/24");
    Network network = network(guarded, of(A, V4) + "@node1");
    Frontend frontend = frontend(guarded);
    Match to = syn(V4, frontend.port());
    carries(
        sent(network.at(1, fromNode(1, to, CLIENT, frontend.address())), A.port()),
        CLIENT,
        of(A, V4));
    Trace other = network.at(1, fromNode(1, to, ip("203.0.113.5"), frontend.address()));
    assertThat(end(other)).isEqualTo(Purpose.CLIENT_NOT_ALLOWED);
    Trace pod = network.at(1, fromPod(B, syn(V4, 80), ip("192.0.2.50")));
    assertThat(end(pod)).isEqualTo(Purpose.CLIENT_NOT_ALLOWED);
    sent(network.at(1, fromPod(B, syn(V4, 80), vip(V4))), A.port());
  }

  private static Frontend frontend(ServiceExample service) {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    compiler.apply(
        List.of(
            new io.weft.pipeline.compile.PipelineChange.Cluster(
                new io.weft.cluster.ClusterChange.Put(service.service()))));
    return compiler.drainShares().getFirst().after().frontends().values().iterator().next();
  }

  @ParameterizedTest
  @EnumSource
  void aClientComesBackToItsEndpointIfTheServiceKeepsClients(IpFamily family) {
    AtomicInteger turn = new AtomicInteger();
    BucketChoice inTurn =
        (group, packet) -> BucketChoice.nth(turn.getAndIncrement()).choose(group, packet);
    String[] endpoints = {of(B, family).toString(), of(C, family).toString()};
    Network plain = network(List.of(), inTurn, WEB, endpoints);
    Network kept = network(List.of(), inTurn, WEB.affine(60), endpoints);
    List<OfPort> plainly = new ArrayList<>();
    List<OfPort> keeping = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Match syn = tcp(family, 41000 + i, 80, 2);
      plainly.add(plain.at(1, fromPod(A, syn, vip(family))).sent().getFirst().port());
      keeping.add(kept.at(1, fromPod(A, syn, vip(family))).sent().getFirst().port());
    }
    assertThat(plainly).contains(B.port(), TUNNEL);
    assertThat(keeping).containsOnly(keeping.getFirst());
  }

  @Test
  void aDeniedConnectionStaysDeniedForEveryLaterPacket() {
    Network network = network(isolated(), BucketChoice.first(), WEB, of(B, V4).toString());
    for (int flags : new int[] {2, 2, 0x10, 0x18, 2}) {
      Trace trace = network.at(1, fromPod(A, tcp(V4, 40000, 80, flags), vip(V4)));
      assertThat(trace.dropped()).as("flags %x: %s", flags, trace).isTrue();
      assertThat(end(trace)).isEqualTo(Purpose.ISOLATED);
    }
    Trace reply = network.at(1, fromPod(B, answer(V4, 8080), of(A, V4)));
    assertThat(end(reply)).isEqualTo(Purpose.REPLY_TO_DENIED);
  }

  private static NetworkPolicy isolation() {
    return new NetworkPolicy(
        "default",
        "nothing",
        LabelSelector.EVERYTHING,
        true,
        true,
        List.of(),
        List.of(),
        List.of());
  }

  /// Pod 2 of node 1 lets nobody in.
  private static List<ClusterObject> isolated() {
    Pod server =
        new Pod(
            "default",
            "pod2",
            "",
            Labels.of(Map.of("app", "server")),
            Optional.of("node1"),
            false,
            Pod.Phase.RUNNING,
            false,
            B.addresses(),
            List.of());
    NetworkPolicy policy =
        new NetworkPolicy(
            "default",
            "nobody",
            LabelSelector.matchLabels(Map.of("app", "server")),
            true,
            false,
            List.of(),
            List.of(),
            List.of());
    return List.of(new Namespace("default", Labels.of(Map.of())), server, policy);
  }

  @Test
  void aDirectConnectionWithTheTupleOfAServiceConnectionGetsAnotherPort() {
    Network network = network(WEB, of(B, V4).toString());
    sent(network.at(1, fromPod(A, syn(V4, 80), vip(V4))), B.port());
    Packet direct = sent(network.at(1, fromPod(A, syn(V4, 8080), of(B, V4))), B.port());
    carries(direct, of(A, V4), of(B, V4));
    int port = (int) direct.value(Field.TCP_SRC).low();
    assertThat(port).isNotEqualTo(40000);
    Trace served = network.at(1, fromPod(B, answer(V4, 8080), of(A, V4)));
    carries(sent(served, A.port()), vip(V4), of(A, V4));
    Trace plain = network.at(1, fromPod(B, tcp(V4, 8080, port, 0x12), of(A, V4)));
    Packet got = sent(plain, A.port());
    carries(got, of(B, V4), of(A, V4));
    assertThat(got.value(Field.TCP_DST)).isEqualTo(Bits.of(40000));
  }

  @Test
  void anEndpointsOwnAddressIsNotTranslatedToItself() {
    Service web = WEB.external(of(B, V4).toString()).service();
    Service same =
        Service.named(web.namespace(), web.name())
            .clusterIps(web.clusterIps())
            .externalIps(web.externalIps())
            .ports(List.of(new Service.Port("main", Protocol.TCP, 8080, OptionalInt.empty())))
            .build();
    List<ClusterObject> objects = new ArrayList<>(List.of(same));
    objects.addAll(WEB.slices(of(B, V4).toString(), of(C, V4).toString()));
    List<String> flows =
        PipelineCompiler.compile(facts(1), List.of(A, B), ClusterState.of(objects))
            .sortedFlows()
            .stream()
            .filter(flow -> flow.table() == Table.SERVICE.number())
            .map(FlowText::print)
            .toList();
    assertThat(flows)
        .filteredOn(flow -> flow.contains("nw_dst=" + of(B, V4) + ","))
        .singleElement()
        .asString()
        .endsWith("actions=goto_table:" + Table.EGRESS.number());
    assertThat(flows)
        .filteredOn(flow -> flow.contains("nw_dst=" + vip(V4) + ","))
        .singleElement()
        .asString()
        .contains("group:");
  }

  @Test
  void aNodePortThatIsAnEndpointsOwnPortIsNotTranslatedToItself() {
    ServiceExample web = WEB.nodePort(8080);
    List<ClusterObject> objects = new ArrayList<>(List.of(web.service()));
    objects.addAll(web.slices(NODE1 + "@node1"));
    assertThat(
            PipelineCompiler.compile(facts(1), List.of(A), ClusterState.of(objects))
                .sortedFlows()
                .stream()
                .map(FlowText::print))
        .filteredOn(flow -> flow.contains("nw_dst=" + NODE1 + ",tp_dst=8080"))
        .singleElement()
        .asString()
        .contains("priority=300")
        .endsWith("actions=goto_table:" + Table.EGRESS.number());
  }

  @Test
  void nobodyIsAnEndpointAtAReservedAddress() {
    Network network = network(WEB, Reserved.nodePorts(V4).toString());
    Trace trace = network.at(1, fromPod(A, syn(V4, 80), vip(V4)));
    assertThat(end(trace)).isEqualTo(Purpose.NO_ENDPOINT);
  }

  @Test
  void whatIsMasqueradedAlreadyIsNotTranslatedToItself() {
    NodeFacts.Options options = new NodeFacts.Options(true, false, List.of(), false);
    assertThat(flows(facts(1).withOptions(options), Table.OUTPUT))
        .filteredOn(flow -> flow.contains("nw_src=" + MASQUERADE1))
        .singleElement()
        .asString()
        .contains("priority=500", "ct(commit")
        .doesNotContain("nat");
  }

  private static List<String> flows(NodeFacts node, Table table) {
    return PipelineCompiler.compile(node, List.of(), ClusterState.of(List.of()))
        .sortedFlows()
        .stream()
        .filter(flow -> flow.table() == table.number())
        .filter(flow -> flow.priority() > 0)
        .map(FlowText::print)
        .toList();
  }

  @Test
  void nodePortsAreServedAtTheGivenAddressesOnly() {
    NodeFacts.Options options =
        new NodeFacts.Options(true, false, List.of(IpPrefix.parse("172.16.0.0/12")), true);
    assertThat(facts(1).withOptions(options).nodePortAddresses()).isEmpty();
    assertThat(facts(1).nodePortAddresses()).contains(NODE1, GATEWAY1);
  }
}
