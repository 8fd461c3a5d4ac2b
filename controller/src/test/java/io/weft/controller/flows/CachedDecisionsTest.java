package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.weft.controller.fixture.Await;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.ovsdb.control.RunningSwitch;
import io.weft.ovsdb.control.SwitchVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachedDecisionsTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String version = "ovs-vswitchd (Open vSwitch) 3.1.0";

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  /// A daemon's control socket that notes what it is asked.
  private ControlSocket control(Path directory) {
    String socket = directory.resolve("ovs-vswitchd.ctl").toString();
    Future<?> listening =
        vertx
            .createNetServer()
            .connectHandler(client -> client.handler(question -> answer(client, question)))
            .listen(SocketAddress.domainSocketAddress(socket));
    Await.until(() -> "" + listening, SOON, listening::succeeded);
    return new ControlSocket(vertx, directory, "ovs-vswitchd");
  }

  private void answer(NetSocket client, Buffer question) {
    JsonObject read = question.toJsonObject();
    asked.add(read.getString("method"));
    JsonObject answer =
        new JsonObject()
            .put("id", read.getValue("id"))
            .put("result", read.getString("method").equals("version") ? version : "")
            .putNull("error");
    var _ = client.write(answer.toBuffer());
  }

  private static boolean refreshed(CachedDecisions decisions) {
    Future<Boolean> refreshed = decisions.refresh();
    Await.until(() -> "" + refreshed, SOON, refreshed::succeeded);
    return refreshed.result();
  }

  @Test
  void theVersionIsAskedOnceForEachProcess(@TempDir Path directory) {
    ControlSocket control = control(directory);
    RunningSwitch running = new RunningSwitch(control);
    CachedDecisions decisions = new CachedDecisions(control, running, () -> Optional.of("netdev"));
    assertThat(refreshed(decisions)).isTrue();
    assertThat(refreshed(decisions)).isTrue();
    assertThat(asked).containsExactly("version", "revalidator/purge", "revalidator/purge");
    asked.clear();
    version = "ovs-vswitchd (Open vSwitch) 3.5.0";
    running.restarted();
    assertThat(refreshed(decisions)).isFalse();
    assertThat(refreshed(decisions)).isFalse();
    assertThat(asked).containsExactly("version");
  }

  @Test
  void theKernelsDatapathForgetsByItself(@TempDir Path directory) {
    ControlSocket control = control(directory);
    CachedDecisions decisions =
        new CachedDecisions(control, new RunningSwitch(control), () -> Optional.of("system"));
    assertThat(refreshed(decisions)).isFalse();
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ovs-vswitchd (Open vSwitch) 3.1.0, true",
    "ovs-vswitchd (Open vSwitch) 2.17.9, true",
    "ovs-vswitchd (Open vSwitch) 3.4.1-2, true",
    "ovs-vswitchd (Open vSwitch) 3.5.0, false",
    "ovs-vswitchd (Open vSwitch) 3.10.2, false",
    "ovs-vswitchd (Open vSwitch) 4.0.0, false",
    "something else, true"
  })
  void decisionsOfOlderVersionsOutliveTheirFlows(String version, boolean outlive) {
    assertThat(CachedDecisions.outlive(SwitchVersion.parse(version))).isEqualTo(outlive);
  }
}
