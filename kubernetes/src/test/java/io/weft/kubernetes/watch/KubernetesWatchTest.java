package io.weft.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.weft.cluster.Namespace;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.kubernetes.Recorder;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesWatchTest {

  private final ScriptedApiServer server = new ScriptedApiServer();
  private final Recorder recorder = new Recorder();
  private final KubernetesWatch source;

  KubernetesWatchTest() throws IOException {
    Config config = Config.empty();
    config.setWatchReconnectInterval(20);
    config.setRequestRetryBackoffLimit(0);
    source =
        new KubernetesWatch(
            new KubernetesWatch.Settings(Optional.of(server.address()), "n1", true), config);
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  private static String pod(String name, String ip) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: x, uid: u-%s, managedFields: [{manager: m, fieldsV1: {"f:a": {}}}]}
    status: {phase: Running, podIPs: [{ip: "%s"}]}
    """
        .formatted(name, name, ip);
  }

  private static boolean has(Recorder recorder, String pod, String ip) {
    return recorder
        .state()
        .object(ObjectKey.pod("x", pod))
        .filter(object -> object.toString().contains("[" + ip + "]"))
        .isPresent();
  }

  private void startAndSync() {
    source.start(recorder);
    recorder.await("synced", Recorder::isSynced);
  }

  @Test
  void syncedComesAfterEverythingThatExists() throws IOException {
    for (int i = 1; i <= 20; i++) {
      server.put("pods", pod("p" + i, "10.0.0." + i));
    }
    server.put("namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: x}}");
    startAndSync();
    assertThat(recorder.state().all(Pod.class)).hasSize(20);
    assertThat(recorder.state().all(Namespace.class)).hasSize(1);
  }

  @Test
  void objectsArriveWithTheirAge() throws IOException {
    server.put(
        "nodes",
        "{apiVersion: v1, kind: Node, metadata: {name: n1, creationTimestamp:"
            + " \"2026-01-02T03:04:05Z\"}}");
    startAndSync();
    assertThat(recorder.state().all(Node.class))
        .extracting(Node::created)
        .containsExactly(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void changesArriveAsTheyHappen() throws IOException {
    startAndSync();
    server.put("pods", pod("a", "10.0.0.1"));
    recorder.await("created", r -> has(r, "a", "10.0.0.1"));
    server.put("pods", pod("a", "10.0.0.2"));
    recorder.await("updated", r -> has(r, "a", "10.0.0.2"));
    server.delete("pods", pod("a", ""));
    recorder.await("deleted", r -> r.state().objects().isEmpty());
  }

  @Test
  void aChangeOfWhatWeftDoesNotUseIsNotTold() throws IOException {
    server.put("pods", pod("a", "10.0.0.1"));
    startAndSync();
    int before = recorder.batches().size();
    server.put("pods", pod("a", "10.0.0.1") + "foreign: {x: 1}\n");
    server.put("pods", pod("b", "10.0.0.2"));
    recorder.await("b", r -> has(r, "b", "10.0.0.2"));
    assertThat(recorder.batches()).hasSize(before + 1);
    assertThat(recorder.batches().getLast()).hasSize(1);
  }

  @Test
  void whatChangedWhileTheServerWasAwayArrivesOnReturn() throws IOException {
    server.put("pods", pod("a", "10.0.0.1"));
    server.put("pods", pod("gone", "10.0.0.7"));
    startAndSync();
    server.down();
    server.put("pods", pod("a", "10.0.0.2"));
    server.put("pods", pod("b", "10.0.0.3"));
    server.delete("pods", pod("gone", ""));
    server.up();
    recorder.await(
        "all three",
        r -> has(r, "a", "10.0.0.2") && has(r, "b", "10.0.0.3") && r.state().objects().size() == 2);
  }

  @Test
  void aServerThatForgotItsHistoryIsListedAnew() throws IOException {
    server.put("pods", pod("a", "10.0.0.1"));
    server.put("pods", pod("gone", "10.0.0.7"));
    startAndSync();
    server.down();
    server.put("pods", pod("a", "10.0.0.2"));
    server.delete("pods", pod("gone", ""));
    server.forget();
    server.up();
    recorder.await("both", r -> has(r, "a", "10.0.0.2") && r.state().objects().size() == 1);
  }

  @Test
  void aServerThatIsAwayAtTheStartIsReportedAndWaitedFor() {
    server.down();
    source.start(recorder);
    recorder.await(
        "reported", r -> r.broken().stream().anyMatch(text -> text.startsWith("watch of pods")));
    assertThat(recorder.isSynced()).isFalse();
    server.up();
    recorder.await("synced", Recorder::isSynced);
    recorder.await("mended", r -> r.broken().isEmpty());
  }

  @Test
  void aKindThatMayNotBeWatchedIsReportedWithTheRemedy() {
    server.forbid("endpointslices");
    source.start(recorder);
    recorder.await(
        "reported",
        r ->
            r.broken().stream()
                .anyMatch(text ->
                    text.contains(
                        "allow the agent's service account to list and watch"
                            + " endpointslices")));
    assertThat(recorder.isSynced()).isFalse();
    server.forbid("");
    recorder.await("synced", Recorder::isSynced);
  }

  @Test
  void aMalformedObjectIsReportedAndTheOthersGoOn() throws IOException {
    server.put(
        "pods",
        "{apiVersion: v1, kind: Pod, metadata: {name: m, namespace: x}, spec: {containers: none}}");
    startAndSync();
    recorder.await(
        "reported",
        r ->
            r.broken().stream()
                .anyMatch(text -> text.contains("spec.containers: \"none\": give a list here")));
    server.put("pods", pod("b", "10.0.0.2"));
    recorder.await("other Pod", r -> has(r, "b", "10.0.0.2"));
    server.delete("pods", pod("m", ""));
    recorder.await("mended", r -> r.broken().isEmpty());
  }

  @Test
  void theLastGoodVersionOfABrokenObjectStaysInForce() throws IOException {
    startAndSync();
    server.put("pods", pod("a", "10.0.0.1"));
    recorder.await("created", r -> has(r, "a", "10.0.0.1"));
    server.put("pods", pod("a", "nonsense"));
    recorder.await("reported", r -> !r.broken().isEmpty());
    assertThat(has(recorder, "a", "10.0.0.1")).isTrue();
    server.put("pods", pod("a", "10.0.0.9"));
    recorder.await("mended", r -> r.broken().isEmpty() && has(r, "a", "10.0.0.9"));
  }

  @Test
  void theOwnerOfABrokenObjectFindsAnEventOnIt() throws IOException {
    server.put("pods", pod("a", "10.0.0"));
    startAndSync();
    recorder.await("posted", _ -> waitBriefly(() -> !server.posted().isEmpty()));
    assertThat(server.posted().getFirst())
        .contains("\"uid\":\"u-a\"")
        .contains("WeftCannotRead")
        .contains("give an IPv4 or IPv6 address");
  }

  /// Polls a condition that nothing announces.
  private static boolean waitBriefly(java.util.function.BooleanSupplier condition) {
    long until = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < until) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    return condition.getAsBoolean();
  }

  @Test
  void rangesOfServiceAddressesAreWatchedWhereTheyExist() throws IOException {
    server.discover("networking.k8s.io/v1beta1");
    server.put(
        "servicecidrs",
        "{apiVersion: networking.k8s.io/v1, kind: ServiceCIDR, metadata: {name: kubernetes}, spec:"
            + " {cidrs: [10.96.0.0/16]}}");
    startAndSync();
    assertThat(recorder.state().objects()).containsOnlyKeys(ObjectKey.serviceCidr("kubernetes"));
  }

  @Test
  void afterCloseNothingIsTold() throws IOException {
    startAndSync();
    source.close();
    server.put("pods", pod("a", "10.0.0.1"));
    assertThat(recorder.state().objects()).isEmpty();
  }
}
