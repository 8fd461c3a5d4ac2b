package io.weft.pipeline.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.openflow.Change;
import io.weft.openflow.DummyBridge;
import io.weft.openflow.Flow;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.client.ConnectionSettings;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.wire.FlowComparison;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// In which form a real switch lists the flows of the golden files. Another than ours would have the
/// agent make values of flows that are as they should be, each time that it reads the bridge back.
class ListedFormTest {

  private static DummyBridge bridge;
  private static Vertx vertx;
  private static OpenFlowConnection connection;

  private static final class NoListener implements ConnectionListener {

    @Override
    public void connected(Features features) {}

    @Override
    public void disconnected(ConnectionLostException cause) {}
  }

  @BeforeAll
  static void start() throws Exception {
    bridge = DummyBridge.start(Map.of(), Map.of());
    vertx = Vertx.vertx();
    String socket = bridge.directory().resolve("br0.mgmt").toString();
    connection =
        OpenFlowConnection.open(
            vertx,
            SocketAddress.domainSocketAddress(socket),
            ConnectionSettings.DEFAULT,
            new NoListener());
    await(connection.firstHandshake());
  }

  @AfterAll
  static void stop() throws Exception {
    await(connection.close());
    await(vertx.close());
    bridge.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void load(FlowProgram program) throws Exception {
    await(
        connection.send(
            List.of(
                new Change.DeleteFlows(Change.DeleteFlows.ALL_TABLES, Match.any(), 0, 0),
                new Change.DeleteAllGroups())));
    for (var meter : await(connection.meters())) {
      await(connection.send(List.of(new Change.DeleteMeter(meter.id()))));
    }
    List<Change> changes = FlowDiff.between(FlowProgram.EMPTY, program).changes();
    assertThat(await(connection.commit(changes))).isEqualTo(new Committed(changes.size()));
  }

  @ParameterizedTest
  @EnumSource
  void theSwitchListsEachFlowInTheBytesThatWeWouldWrite(Configuration configuration)
      throws Exception {
    FlowProgram program = configuration.compiler().program();
    load(program);
    Collection<Flow> flows = program.flows().values();
    assertThat(await(connection.compare(() -> flows)))
        .isEqualTo(new FlowComparison.Result(flows.size(), List.of(), List.of()));
  }
}
