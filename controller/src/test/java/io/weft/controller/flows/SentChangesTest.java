package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.controller.fixture.NodeUnderTest;
import io.weft.openflow.Change;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.client.ConnectionSettings;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.text.FlowText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How changes travel to a real bridge.
class SentChangesTest {

  private static final int CHANGES = 5000; // A bundle takes 2,000.

  private static NodeUnderTest node;
  private static Vertx vertx;
  private static OpenFlowConnection bridge;

  @BeforeAll
  static void connect() throws TimeoutException {
    node = NodeUnderTest.start();
    node.agent().stop();
    vertx = Vertx.vertx();
    String socket = node.openVSwitch().directory().resolve("br-int.mgmt").toString();
    bridge =
        OpenFlowConnection.open(
            vertx,
            SocketAddress.domainSocketAddress(socket),
            ConnectionSettings.DEFAULT,
            new Indifferent());
    Features _ = await(bridge.firstHandshake());
  }

  @AfterAll
  static void close() throws TimeoutException {
    var _ = await(vertx.close());
    node.close();
  }

  @Test
  void rulesChangeInOneStepHoweverMany() throws TimeoutException {
    assertThat(bundlesFor("IngressRules", 92)).isEqualTo(1);
    assertThat(bundlesFor("EgressRules", 62)).isEqualTo(1);
  }

  @Test
  void otherTablesChangeInSteps() throws TimeoutException {
    assertThat(bundlesFor("Services", 40)).isEqualTo(3);
  }

  private static long bundlesFor(String name, int table) throws TimeoutException {
    long before = bridge.counts().bundles();
    List<Change> changes =
        IntStream.range(0, CHANGES)
            .<Change>mapToObj(i ->
                new Change.AddFlow(
                    FlowText.parse(
                        "table=%d, priority=9,reg0=%d actions=drop".formatted(table, i))))
            .toList();
    SentChanges sent = await(SentChanges.to(bridge, changes));
    assertThat(sent).isEqualTo(new SentChanges(CHANGES, List.of()));
    assertThat(node.openVSwitch().ofctl("dump-aggregate", "table=" + table))
        .as(name)
        .matches("(?s).*flow_count=5\\d\\d\\d\\b.*");
    return bridge.counts().bundles() - before;
  }

  private static <T> T await(Future<T> answer) throws TimeoutException {
    return answer.await(30, TimeUnit.SECONDS);
  }

  private static final class Indifferent implements ConnectionListener {
    @Override
    public void connected(Features features) {}

    @Override
    public void disconnected(ConnectionLostException cause) {}
  }
}
