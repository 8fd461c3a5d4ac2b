package io.weft.openflow.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.net.IpAddress;
import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commits of several bundles against real Open vSwitch, which gets each while it works on the one
/// before.
class BundlesAtOpenVswitchTest {

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

  /// Ten changes a bundle.
  @BeforeEach
  void connect() throws Exception {
    connection = open(ConnectionSettings.DEFAULT.withBundleSize(10));
  }

  private OpenFlowConnection open(ConnectionSettings settings) throws Exception {
    OpenFlowConnection opened =
        OpenFlowConnection.open(
            vertx, SocketAddress.domainSocketAddress(ovs.socket()), settings, events);
    await(opened.firstHandshake());
    return opened;
  }

  @AfterEach
  void empty() throws Exception {
    await(
        connection.send(
            List.of(
                new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0, 0),
                new Change.DeleteAllGroups())));
    await(connection.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static List<Change> flows(int count) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Match source = Match.ipv4().with(Field.IPV4_SRC, IpAddress.ofIpv4(0x0a000000 + i));
      changes.add(new Change.AddFlow(Flow.of(4, 1, i, source)));
    }
    return changes;
  }

  private static Change group(int id) {
    return new Change.AddGroup(Group.select(id, List.of(Bucket.of(1, 10, Action.Output.to(1)))));
  }

  private static Change toGroup(int id) {
    return new Change.AddFlow(Flow.of(1, id, 0, Match.any(), new Action.ToGroup(id)));
  }

  @Test
  void severalThousandFlowsGoThroughInSeveralBundles() throws Exception {
    await(connection.close());
    connection = open(ConnectionSettings.DEFAULT);
    List<Change> changes = flows(5000);
    assertThat(await(connection.commit(changes))).isEqualTo(new Committed(5000));
    assertThat(connection.counts().bundles()).isEqualTo(3);
    assertThat(await(connection.flows(FlowFilter.table(4)))).hasSize(5000);
    assertThat(await(connection.commitAtomically(changes))).isEqualTo(new Committed(5000));
    assertThat(connection.counts().bundles()).isEqualTo(4);
  }

  @Test
  void ofSeveralBundlesThoseBeforeTheRefusedOneStay() throws Exception {
    List<Change> changes = flows(45);
    changes.set(14, toGroup(99));
    changes.set(24, toGroup(98));
    assertThat(await(connection.commit(changes)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.committed()).isEqualTo(10);
              assertThat(refused.refusals()).extracting(Refusal::index).containsExactly(14);
            });
    assertThat(await(connection.flows())).hasSize(10);
  }

  @Test
  void theBundleBehindARefusedOneLeavesNothingAtTheBridge() throws Exception {
    List<Change> changes = flows(20);
    changes.set(4, toGroup(99));
    assertThat(await(connection.commit(changes))).isInstanceOf(Refused.class);
    assertThat(connection.counts().bundles()).isEqualTo(2);
    assertThat(await(connection.flows())).isEmpty();
    assertThat(await(connection.commit(flows(20)))).isEqualTo(new Committed(20));
    assertThat(await(connection.flows())).hasSize(20);
    assertThat(events.complaints()).isEmpty();
  }

  @Test
  void aFlowMayNameAGroupOfTheBundleBefore() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int id = 1; id <= 30; id++) {
      changes.add(group(id));
    }
    for (int id = 1; id <= 30; id++) {
      changes.add(toGroup(id));
    }
    assertThat(await(connection.commit(changes))).isEqualTo(new Committed(60));
    assertThat(connection.counts().bundles()).isEqualTo(6);
    assertThat(await(connection.flows())).hasSize(30);
  }

  @Test
  void aChangeOfALaterBundleFindsWhatAnEarlierOneDid() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      changes.add(group(round + 1));
      changes.addAll(flows(9));
    }
    for (Change change : flows(9)) {
      changes.add(new Change.DeleteFlow(((Change.AddFlow) change).flow().key()));
    }
    assertThat(await(connection.commit(changes))).isEqualTo(new Committed(changes.size()));
    assertThat(await(connection.flows())).isEmpty();
    assertThat(await(connection.groups())).hasSize(10);
  }
}
