package io.weft.pipeline.stage;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.ServiceExample.WEB;
import static io.weft.pipeline.stage.Network.TUNNEL;
import static io.weft.pipeline.stage.Network.fromNode;
import static io.weft.pipeline.stage.Network.fromPod;
import static io.weft.pipeline.stage.Network.throughTunnel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.action.Ct;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.FlowText;
import io.weft.pipeline.Example;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Table;
import io.weft.pipeline.trace.AssumedConnections;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.ConnectionState;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import io.weft.pipeline.trace.Trace.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where conntrack cannot translate a connection to itself: the Service `web` leads from port 80 to
/// port 8080 of one endpoint.
class CollisionsTest {

  private static final NodeFacts.Options OPTIONS = Example.options(false);
  private static final int FIRST = 0x6000;
  private static final int LAST = 0x7fff;
  private static final IpFamily V4 = IpFamily.IPV4;
  private static final LocalPod A = pod(1, 1);
  private static final LocalPod B = pod(1, 2);
  private static final LocalPod C = pod(2, 1);
  private static final int PORT = 40000;

  private static Network network(IpAddress endpoint) {
    List<ClusterObject> objects = new ArrayList<>(List.of(WEB.service()));
    objects.addAll(WEB.slices(endpoint.toString()));
    return new Network(OPTIONS, objects, BucketChoice.first());
  }

  private static IpAddress of(LocalPod pod, IpFamily family) {
    return pod.address(family).orElseThrow();
  }

  private static IpAddress vip(IpFamily family) {
    return WEB.clusterIps().get(family == V4 ? 0 : 1);
  }

  private static Match syn(IpFamily family, int from, int to) {
    return tcp(family, from, to).with(Field.TCP_FLAGS, 2);
  }

  private static Match tcp(IpFamily family, int from, int to) {
    return Match.tcp(family).with(Field.TCP_SRC, from).with(Field.TCP_DST, to);
  }

  private static Packet sent(Trace trace, OfPort port) {
    assertThat(trace.sent()).as(trace.toString()).extracting(Step.Sent::port).containsExactly(port);
    return trace.sent().getFirst().packet();
  }

  private static int sourcePort(Trace trace) {
    assertThat(trace.sent()).as(trace.toString()).hasSize(1);
    return (int) trace.sent().getFirst().packet().value(Field.TCP_SRC).low();
  }

  @ParameterizedTest
  @EnumSource
  void bothConnectionsLive(IpFamily family) {
    Network network = network(of(B, family));
    Trace service = network.at(1, fromPod(A, syn(family, PORT, 80), vip(family)));
    assertThat(sourcePort(service)).isEqualTo(PORT);
    int other = sourcePort(network.at(1, fromPod(A, syn(family, PORT, 8080), of(B, family))));
    assertThat(other).isBetween(FIRST, LAST);

    Trace served = network.at(1, fromPod(B, tcp(family, 8080, PORT), of(A, family)));
    assertThat(sent(served, A.port()).source()).isEqualTo(vip(family));
    Trace direct = network.at(1, fromPod(B, tcp(family, 8080, other), of(A, family)));
    Packet got = sent(direct, A.port());
    assertThat(got.source()).isEqualTo(of(B, family));
    assertThat(got.value(Field.TCP_DST)).isEqualTo(Bits.of(PORT));
    Trace next = network.at(1, fromPod(A, tcp(family, PORT, 8080), of(B, family)));
    assertThat(sourcePort(next)).isEqualTo(other);
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointElsewhereSeesTwoPorts(IpFamily family) {
    Network network = network(of(C, family));
    Trace service = network.at(1, fromPod(A, syn(family, PORT, 80), vip(family)));
    Trace direct = network.at(1, fromPod(A, syn(family, PORT, 8080), of(C, family)));
    sent(service, TUNNEL);
    sent(direct, TUNNEL);
    int one = sourcePort(network.at(2, throughTunnel(service)));
    int other = sourcePort(network.at(2, throughTunnel(direct)));
    assertThat(one).isEqualTo(PORT);
    assertThat(other).isEqualTo(sourcePort(direct)).isBetween(FIRST, LAST);
  }

  @ParameterizedTest
  @EnumSource
  void theNodeItselfIsAClientToo(IpFamily family) {
    IpAddress gateway = ip(family == V4 ? "10.244.1.1" : "fd00:10:244:1::1");
    Network network = network(of(B, family));
    network.at(1, fromNode(1, syn(family, PORT, 80), gateway, vip(family)));
    Trace direct = network.at(1, fromNode(1, syn(family, PORT, 8080), gateway, of(B, family)));
    assertThat(sourcePort(direct)).isBetween(FIRST, LAST);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 24575, 32768, 60999, 65535})
  void theOtherPortIsOfTheBlockKeptFree(int own) {
    assertThat(direct(own)).isBetween(FIRST, LAST);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 512, 1023, FIRST, LAST})
  void privilegedPortsAndThoseOfTheBlockItselfAreKept(int own) {
    assertThat(direct(own)).isEqualTo(own);
  }

  /// With which source port a direct connection arrives of a client that got the endpoint by a Service.
  private static int direct(int own) {
    Network network = network(of(B, V4));
    network.at(1, fromPod(A, syn(V4, PORT, 80), vip(V4)));
    return sourcePort(network.at(1, fromPod(A, syn(V4, own, 8080), of(B, V4))));
  }

  @ParameterizedTest
  @EnumSource
  void manyConnectionsOfOneClientGetDifferentPorts(IpFamily family) {
    Network network = network(of(B, family));
    network.at(1, fromPod(A, syn(family, PORT, 80), vip(family)));
    // one is there with a port of the block that it has itself
    network.at(1, fromPod(A, syn(family, FIRST + 7, 8080), of(B, family)));
    Set<Integer> seen = new HashSet<>(Set.of(FIRST + 7));
    for (int i = 0; i < 1_000; i++) {
      int port = sourcePort(network.at(1, fromPod(A, syn(family, PORT + i, 8080), of(B, family))));
      assertThat(port).isBetween(FIRST, LAST);
      assertThat(seen.add(port)).as("%d for the first time", port).isTrue();
    }
  }

  @Test
  void whoReachedNobodyByAServiceKeepsItsPort() {
    Network network = network(of(B, V4));
    assertThat(sourcePort(network.at(1, fromPod(A, syn(V4, PORT, 8080), of(B, V4)))))
        .as("before")
        .isEqualTo(PORT);
    network.at(1, fromPod(A, syn(V4, PORT + 1, 80), vip(V4)));
    assertThat(sourcePort(network.at(1, fromPod(A, syn(V4, PORT, 8081), of(B, V4)))))
        .as("another port of the endpoint")
        .isEqualTo(PORT);
    assertThat(sourcePort(network.at(1, fromPod(B, syn(V4, PORT, 8080), of(A, V4)))))
        .as("another client")
        .isEqualTo(PORT);
    Match udp = Match.udp(V4).with(Field.UDP_SRC, PORT).with(Field.UDP_DST, 8080);
    assertThat(sent(network.at(1, fromPod(A, udp, of(B, V4))), B.port()).value(Field.UDP_SRC))
        .as("another protocol")
        .isEqualTo(Bits.of(PORT));
  }

  @Test
  void clientsFromOutsideAreNotLearned() {
    Trace trace =
        network(of(B, V4)).at(1, fromNode(1, syn(V4, PORT, 80), ip("198.51.100.7"), vip(V4)));
    sent(trace, B.port());
    assertThat(trace.steps()).noneMatch(Step.Learned.class::isInstance);
  }

  @Test
  void fragmentsKeepTheirPort() {
    Network network = network(of(B, V4));
    network.at(1, fromPod(A, syn(V4, PORT, 80), vip(V4)));
    Match fragment = syn(V4, PORT, 8080).masked(Field.IP_FRAG, 1, 3);
    assertThat(sourcePort(network.at(1, fromPod(A, fragment, of(B, V4))))).isEqualTo(PORT);
  }

  @Test
  void aSecondPacketBeforeTheAnswerIsNotTranslatedAgain() {
    FlowProgram program = program();
    List<Flow> flows = new ArrayList<>(program.flows().values());
    flows.add(learned());
    int state =
        ConnectionState.of(
            ConnectionState.TRACKED, ConnectionState.NEW, ConnectionState.SOURCE_TRANSLATED);
    for (boolean second : new boolean[] {false, true}) {
      List<AssumedConnections.Found> found =
          second ? List.of(new AssumedConnections.Found(state, 0, Bits.ZERO)) : List.of();
      Trace trace =
          new Evaluator(
                  new FlowTables(flows, program.groups().values()),
                  new AssumedConnections(found),
                  BucketChoice.first())
              .run(fromPod(A, syn(V4, PORT, 8080), of(B, V4)));
      assertThat(committed(trace).nat() == null).isEqualTo(second);
    }
  }

  private static Ct committed(Trace trace) {
    return trace.steps().stream()
        .filter(Step.Tracked.class::isInstance)
        .map(step -> ((Step.Tracked) step).ct())
        .filter(Ct::commit)
        .findFirst()
        .orElseThrow();
  }

  private static FlowProgram program() {
    return PipelineCompiler.compile(
        facts(1).withOptions(OPTIONS), List.of(A, B), ClusterState.of(List.of()));
  }

  /// What node 1 learned of A.
  private static Flow learned() {
    Trace trace = network(of(B, V4)).at(1, fromPod(A, syn(V4, PORT, 80), vip(V4)));
    return trace.steps().stream()
        .filter(Step.Learned.class::isInstance)
        .map(step -> ((Step.Learned) step).flow())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePipelineItselfTeachesForAllClientsWithinOneLimit() {
    Flow learned = learned();
    assertThat(learned.table()).isEqualTo(Table.REACHED.number());
    assertThat(FlowText.print(learned)).contains("in_port=11", "nw_dst=10.244.1.12,tp_dst=8080");
    List<Flow> teachers =
        program().sortedFlows().stream()
            .filter(flow -> FlowText.print(flow).contains("learn("))
            .toList();
    // TCP and UDP of two families, of Pods and of the node itself; as many without any Pod
    assertThat(teachers)
        .hasSize(8)
        .allMatch(flow -> flow.cookie() == learned.cookie())
        .extracting(FlowText::print)
        .allMatch(flow -> flow.contains("delete_learned") && flow.contains("limit=20000"));
    assertThat(Cookie.parse(learned.cookie()).orElseThrow().kind()).isEqualTo(Cookie.Kind.PIPELINE);
  }

  @Test
  void clientsAndEndpointsThatAreGoneAreForgotten() {
    Flow learned = learned();
    List<Flow> table = List.of(learned);
    Set<OfPort> clients = Set.of(A.port());
    assertThat(Collisions.outlived(table, clients, of(B, V4)::equals))
        .containsExactly(new Change.DeleteFlow(learned.key()));
    assertThat(Collisions.outlived(table, clients, of(A, V4)::equals)).isEmpty();
    assertThat(Collisions.outlived(table, Set.of(B.port()), of(A, V4)::equals))
        .containsExactly(new Change.DeleteFlow(learned.key()));
    Match six = Match.tcp(IpFamily.IPV6).with(Field.IPV6_DST, of(B, IpFamily.IPV6));
    Flow older = Flow.of(Table.REACHED.number(), 200, 0, six);
    assertThat(Collisions.outlived(List.of(older), clients, of(B, IpFamily.IPV6)::equals))
        .hasSize(1);
  }

  @Test
  void nothingOfItIsThereWhereConntrackCanBeAskedOrAnotherServesServices() {
    NodeFacts.Options beside = new NodeFacts.Options(false, false, List.of(), false);
    Map<NodeFacts.Options, String> commits =
        Map.of(NodeFacts.Options.DEFAULT, "nat(src)", beside, "ct(commit,zone=4001,exec(");
    commits.forEach((options, wanted) -> {
      List<String> flows =
          PipelineCompiler.compile(
                  facts(1).withOptions(options), List.of(A), ClusterState.of(List.of()))
              .sortedFlows()
              .stream()
              .map(FlowText::print)
              .toList();
      assertThat(flows).anyMatch(f -> f.contains("table=100, ") && f.contains(wanted));
      assertThat(flows).noneMatch(flow -> flow.contains("learn("));
      assertThat(flows).noneMatch(flow -> flow.contains("table=102, "));
    });
  }
}
