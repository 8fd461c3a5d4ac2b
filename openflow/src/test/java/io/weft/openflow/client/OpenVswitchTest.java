package io.weft.openflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.RandomValues;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import io.weft.openflow.message.PortStatus;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.GroupText;
import io.weft.openflow.text.Names;
import io.weft.openflow.wire.FlowComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The connection against real Open vSwitch.
class OpenVswitchTest {

  private static OpenVswitch ovs;
  private static Vertx vertx;

  private final RecordingListener events = new RecordingListener();
  private OpenFlowConnection connection;

  @BeforeAll
  static void start() throws Exception {
    ovs = OpenVswitch.start();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    await(vertx.close());
    ovs.close();
  }

  @BeforeEach
  void connect() throws Exception {
    connection = open(ConnectionSettings.DEFAULT);
    await(connection.firstHandshake());
  }

  private OpenFlowConnection open(ConnectionSettings settings) {
    return OpenFlowConnection.open(
        vertx, SocketAddress.domainSocketAddress(ovs.socket()), settings, events);
  }

  @AfterEach
  void empty() throws Exception {
    await(
        connection.send(
            List.of(
                new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0, 0),
                new Change.DeleteAllGroups())));
    for (Meter meter : await(connection.meters())) {
      await(connection.send(List.of(new Change.DeleteMeter(meter.id()))));
    }
    await(connection.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void commit(Change... changes) throws Exception {
    assertThat(await(connection.commit(List.of(changes)))).isEqualTo(new Committed(changes.length));
  }

  private static Flow toPort(int table, int priority, int port) {
    return Flow.of(table, priority, 7, Match.any(), Action.Output.to(port));
  }

  @Test
  void randomFlowsGroupsAndMetersComeBackAsTheyWereSent() throws Exception {
    long seed = System.nanoTime();
    RandomValues random = new RandomValues(seed);
    List<Change> changes = new ArrayList<>();
    List<Meter> meters = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    Map<Flow.Key, Flow> flows = new HashMap<>();
    for (int i = 1; i <= 4; i++) {
      meters.add(random.meter(i));
      groups.add(random.group(i));
    }
    for (int i = 5; i <= 60; i++) {
      groups.add(random.group(i));
    }
    meters.forEach(meter -> changes.add(new Change.AddMeter(meter)));
    groups.forEach(group -> changes.add(new Change.AddGroup(group)));
    for (int i = 0; i < 1500; i++) {
      Flow flow = random.flow(i);
      flows.put(flow.key(), flow);
      changes.add(new Change.AddFlow(flow));
    }
    assertThat(await(connection.commit(changes)))
        .as("seed %d", seed)
        .isEqualTo(new Committed(changes.size()));
    assertThat(await(connection.meters()))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(meters);
    assertThat(await(connection.groups()))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(groups);
    Map<Flow.Key, Flow> back =
        await(connection.flows()).stream()
            .map(FlowStats::flow)
            .collect(Collectors.toMap(Flow::key, Function.identity()));
    assertThat(back.keySet()).as("seed %d", seed).isEqualTo(flows.keySet());
    flows.forEach((key, flow) -> assertThat(back.get(key)).as("seed %d", seed).isEqualTo(flow));
  }

  @Test
  void flowsAreListedInTheBytesThatWeWouldWrite() throws Exception {
    long seed = System.nanoTime();
    RandomValues random = new RandomValues(seed);
    List<Change> changes = new ArrayList<>();
    List<Flow> flows = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      changes.add(new Change.AddMeter(random.meter(i)));
      changes.add(new Change.AddGroup(random.group(i)));
    }
    for (int i = 0; i < 1500; i++) {
      flows.add(random.flow(i));
    }
    flows.forEach(flow -> changes.add(new Change.AddFlow(flow)));
    commit(changes.toArray(Change[]::new));
    assertThat(await(connection.compare(() -> flows)))
        .as("seed %d", seed)
        .isEqualTo(new FlowComparison.Result(1500, List.of(), List.of()));
  }

  @Test
  void aFlowThatDiffersInAnythingIsLeftOverOnBothSides() throws Exception {
    Flow flow = toPort(1, 1, 1);
    commit(new Change.AddFlow(flow), new Change.AddFlow(toPort(2, 2, 1)));
    assertThat(await(connection.compare(() -> List.of(flow))))
        .isEqualTo(new FlowComparison.Result(2, List.of(toPort(2, 2, 1)), List.of()));
    List<Action> actions = flow.actions();
    Match match = flow.match();
    for (Flow other :
        List.of(
            new Flow(3, 1, 7, match, actions, FlowOptions.NONE),
            new Flow(1, 3, 7, match, actions, FlowOptions.NONE),
            new Flow(1, 1, 3, match, actions, FlowOptions.NONE),
            new Flow(1, 1, 7, Match.ipv4(), actions, FlowOptions.NONE),
            new Flow(1, 1, 7, match, List.of(), FlowOptions.NONE),
            new Flow(1, 1, 7, match, actions, FlowOptions.timeouts(3, 0)),
            new Flow(1, 1, 7, match, actions, FlowOptions.NONE.withSendFlowRemoved()))) {
      assertThat(await(connection.compare(() -> List.of(other, toPort(2, 2, 1)))))
          .isEqualTo(new FlowComparison.Result(2, List.of(flow), List.of(other)));
    }
  }

  @Test
  void whatIsSentIsPrintedByOfctlAsOurTextPrintsIt() throws Exception {
    List<Change> changes = new ArrayList<>();
    List<Flow> flows = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    RandomValues random = new RandomValues(17);
    for (int i = 1; i <= 30; i++) {
      groups.add(random.group(i));
    }
    for (int i = 1; i <= 4; i++) {
      changes.add(new Change.AddMeter(random.meter(i)));
    }
    for (int i = 0; i < 1000; i++) {
      flows.add(random.flow(i));
    }
    groups.forEach(group -> changes.add(new Change.AddGroup(group)));
    flows.forEach(flow -> changes.add(new Change.AddFlow(flow)));
    commit(changes.toArray(Change[]::new));
    assertThat(ovs.ofctl("dump-flows").lines().map(String::strip))
        .containsExactlyInAnyOrderElementsOf(flows.stream().map(FlowText::print).toList());
    assertThat(ovs.ofctl("dump-groups").lines().skip(1).map(String::strip))
        .containsExactlyInAnyOrderElementsOf(
            groups.stream().map(group -> GroupText.print(group, Names.NONE)).toList());
  }

  @Test
  void everyFieldCanBeMatchedOrSetAndComesBack() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (Field field : Field.values()) {
      if (FieldSamples.isMatchable(field)) {
        changes.add(
            new Change.AddFlow(
                Flow.of(9, changes.size(), 0, FieldSamples.matching(field), Action.Output.to(1))));
      }
    }
    assertThat(changes).hasSizeGreaterThan(80);
    commit(changes.toArray(Change[]::new));
    assertThat(await(connection.flows(FlowFilter.table(9))).stream().map(FlowStats::flow))
        .containsExactlyInAnyOrderElementsOf(
            changes.stream().map(c -> ((Change.AddFlow) c).flow()).toList());
  }

  @Test
  void aBundleWithARefusedChangeChangesNothingAndNamesTheChange() throws Exception {
    Action unknown = new Action.Opaque(Action.Opaque.Kind.ACTION, Bytes.parse("00aa000801020304"));
    Change bad = new Change.AddFlow(Flow.of(1, 2, 0, Match.any(), unknown));
    BundleResult result =
        await(connection.commit(List.of(new Change.AddFlow(toPort(1, 1, 1)), bad)));
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.committed()).isZero();
              assertThat(refused.refusals()).extracting(Refusal::index).containsExactly(1);
              assertThat(refused.refusals().getFirst().change()).isEqualTo(bad);
              assertThat(refused.refusals().getFirst().error().name())
                  .isEqualTo("BAD_ACTION/BAD_TYPE");
            });
    assertThat(await(connection.flows())).isEmpty();
  }

  @Test
  void aChangeThatFailsAtTheCommitIsNamedToo() throws Exception {
    Change bad = new Change.AddFlow(Flow.of(1, 2, 0, Match.any(), new Action.ToGroup(99)));
    BundleResult result =
        await(connection.commitAtomically(List.of(new Change.AddFlow(toPort(1, 1, 1)), bad)));
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.refusals()).extracting(Refusal::change).containsExactly(bad);
              assertThat(refused.bundleError()).isPresent();
            });
    assertThat(await(connection.flows())).isEmpty();
  }

  @Test
  void withoutABundleTheOthersAreInForce() throws Exception {
    List<Refusal> refusals =
        await(
            connection.send(
                List.of(
                    new Change.AddFlow(Flow.of(1, 2, 0, Match.any(), new Action.ToGroup(99))),
                    new Change.AddFlow(toPort(1, 1, 1)))));
    assertThat(refusals).extracting(Refusal::index).containsExactly(0);
    assertThat(await(connection.flows())).hasSize(1);
  }

  @Test
  void bucketsComeAndGoInOneGroup() throws Exception {
    commit(
        new Change.AddGroup(Group.select(5, List.of(Bucket.of(1, 10, Action.Output.to(1))))),
        new Change.InsertBuckets(
            5, Change.InsertBuckets.LAST, List.of(Bucket.of(2, 20, Action.Output.to(1)))),
        new Change.InsertBuckets(
            5, Change.InsertBuckets.FIRST, List.of(Bucket.of(3, 30, Action.Output.to(1)))),
        new Change.RemoveBuckets(5, 1));
    assertThat(await(connection.groups()).getFirst().buckets())
        .extracting(Bucket::id, Bucket::weight)
        .containsExactly(tuple(3L, 30), tuple(2L, 20));
  }

  @Test
  void flowsAreModifiedAndDeletedByKeyAndByCookie() throws Exception {
    commit(
        new Change.AddFlow(toPort(1, 1, 1)),
        new Change.AddFlow(toPort(1, 2, 1)),
        new Change.AddFlow(Flow.of(2, 3, 0x55, Match.any())),
        // The cookie, unlike the actions, stays what it was.
        new Change.ModifyFlow(Flow.of(1, 1, 8, Match.any())),
        new Change.DeleteFlow(toPort(1, 2, 1).key()));
    assertThat(await(connection.flows()).stream().map(FlowStats::flow))
        .containsExactlyInAnyOrder(Flow.of(1, 1, 7, Match.any()), Flow.of(2, 3, 0x55, Match.any()));
    assertThat(await(connection.flows(FlowFilter.cookie(0x50, 0xf0)))).hasSize(1);
    commit(new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0x5, 0xf));
    assertThat(await(connection.aggregate(FlowFilter.ALL)).flows()).isEqualTo(1);
    assertThat(connection.counts().flowMods()).isEqualTo(6);
  }

  @Test
  void metersStandOutsideTheBundle() throws Exception {
    commit(
        new Change.AddMeter(Meter.packetsPerSecond(3, 100, 10)),
        new Change.AddFlow(Flow.of(1, 1, 0, Match.any(), new Action.Meter(3))));
    assertThat(await(connection.meterCounters()).getFirst().flows()).isEqualTo(1);
    assertThat(connection.counts().meterMods()).isEqualTo(1);
    commit(new Change.ModifyMeter(Meter.packetsPerSecond(3, 200, 20)));
    assertThat(await(connection.meters())).containsExactly(Meter.packetsPerSecond(3, 200, 20));
  }

  @Test
  void aPacketGoesOutAndComesInWithItsUserdata() throws Exception {
    Controller tell = Controller.withUserdata(Bytes.parse("0badcafe"));
    Match one = Match.any().with(Field.IN_PORT, new OfPort(1));
    commit(
        new Change.AddFlow(Flow.of(0, 1, 0x77, one, Action.SetField.of(Field.REG5, 0x1234), tell)));
    Bytes packet = Bytes.parse("ffffffffffff0200000000010800" + "00".repeat(50));
    await(connection.packetOut(new PacketOut(packet, one, List.of(Action.Resubmit.toTable(0)))));
    PacketIn packetIn = events.next(PacketIn.class);
    assertThat(packetIn.packet()).isEqualTo(packet);
    assertThat(packetIn.userdata()).isEqualTo(Bytes.parse("0badcafe"));
    assertThat(packetIn.cookie()).isEqualTo(0x77);
    assertThat(packetIn.reason()).isEqualTo(Controller.Reason.ACTION);
    assertThat(packetIn.metadata().has(Field.REG5, 0x1234)).isTrue();
    assertThat(packetIn.metadata().has(Field.IN_PORT, 1)).isTrue();
    assertThat(await(connection.tables()).getFirst().lookups()).isPositive();
  }

  @Test
  void aFlowThatGoesIsReported() throws Exception {
    Flow flow =
        new Flow(
            3,
            9,
            0x99,
            Match.ipv4(),
            List.of(),
            FlowOptions.timeouts(100, 0).withSendFlowRemoved());
    commit(new Change.AddFlow(flow), new Change.DeleteFlow(flow.key()));
    FlowRemoved removed = events.next(FlowRemoved.class);
    assertThat(removed.reason()).isEqualTo(FlowRemoved.Reason.DELETE);
    assertThat(removed.cookie()).isEqualTo(0x99);
    assertThat(removed.match()).isEqualTo(Match.ipv4());
    assertThat(removed.idleTimeout()).isEqualTo(100);
  }

  @Test
  void portsAreListedAndTheirComingAndGoingReported() throws Exception {
    assertThat(await(connection.ports()))
        .filteredOn(port -> port.number().equals(new OfPort(1)))
        .singleElement()
        .satisfies(port -> assertThat(port.name()).isEqualTo("p1"));
    ovs.vsctl("add-port", "br-int", "p2", "--", "set", "interface", "p2", "type=dummy");
    PortStatus added = events.next(PortStatus.class);
    assertThat(added.reason()).isEqualTo(PortStatus.Reason.ADD);
    assertThat(added.port().name()).isEqualTo("p2");
    ovs.vsctl("del-port", "p2");
    PortStatus gone;
    do {
      gone = events.next(PortStatus.class);
    } while (gone.reason() != PortStatus.Reason.DELETE);
    assertThat(gone.port().name()).isEqualTo("p2");
    assertThat(await(connection.portCounters())).hasSize(2);
  }

  @Test
  void connectionsAreFlushedByTupleAndByZone() throws Exception {
    commit(new Change.AddFlow(Flow.of(0, 1, 0, Match.ipv4(), Ct.commit(5))));
    for (String source : List.of("0a000001", "0a000002", "0a000003")) {
      String udp = "13881389000800000000";
      Bytes packet =
          Bytes.parse(
              "020000000002020000000001080045000024000000004011"
                  + checksum(source)
                  + source
                  + "0a000009"
                  + udp.substring(0, 8)
                  + "00100000"
                  + "0011223344556677");
      await(
          connection.packetOut(
              new PacketOut(
                  packet,
                  Match.any().with(Field.IN_PORT, 1),
                  List.of(Action.Resubmit.toTable(0)))));
    }
    await(connection.barrier());
    assertThat(conntrack()).contains("src=10.0.0.1", "src=10.0.0.2", "src=10.0.0.3");
    await(
        connection.ctFlush(
            List.of(
                CtFlush.originalSource(IpAddress.parse("10.0.0.7"), 5),
                CtFlush.originalSource(IpAddress.parse("10.0.0.1"), 5))));
    assertThat(conntrack()).doesNotContain("src=10.0.0.1,").contains("src=10.0.0.2");
    CtFlush.Tuple toPort =
        CtFlush.Tuple.of(Optional.of(IpAddress.parse("10.0.0.2")), Optional.empty())
            .withDestinationPort(5001);
    await(connection.ctFlush(List.of(new CtFlush(17, toPort, CtFlush.Tuple.ANY, Optional.of(5)))));
    assertThat(conntrack()).doesNotContain("src=10.0.0.2,").contains("src=10.0.0.3");
    await(connection.ctFlushZone(5));
    assertThat(conntrack()).doesNotContain("zone=5");
    assertThat(connection.counts().ctFlushes()).isEqualTo(4);
  }

  private static String conntrack() throws Exception {
    return ovs.appctl("dpctl/dump-conntrack");
  }

  /// The IPv4 header checksum of the datagrams above.
  private static String checksum(String source) {
    long sum = 0x4500 + 0x24 + 0x4011 + 0x0a00 + 0x0009;
    sum += Long.parseLong(source.substring(0, 4), 16) + Long.parseLong(source.substring(4), 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return "%04x".formatted(~sum & 0xffff);
  }

  @Test
  void aRestartedSwitchIsFoundAgainAndIsEmpty() throws Exception {
    commit(new Change.AddFlow(toPort(1, 1, 1)));
    events.next(Features.class);
    ovs.killSwitch();
    assertThat(events.next(ConnectionLostException.class)).hasMessageContaining("closed");
    assertThat(connection.isConnected()).isFalse();
    assertThatThrownBy(() -> await(connection.flows()))
        .hasCauseInstanceOf(ConnectionLostException.class);
    ovs.startSwitch();
    events.next(Features.class);
    assertThat(await(connection.flows())).isEmpty();
  }
}
