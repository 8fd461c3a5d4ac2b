package io.weft.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.Recorder;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The same source against the client library's own mock server, which speaks WebSocket.
class CrudServerTest {

  private static Pod pod(String ip) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("x")
        .withName("a")
        .endMetadata()
        .withNewStatus()
        .addNewPodIP()
        .withIp(ip)
        .endPodIP()
        .endStatus()
        .build();
  }

  private static boolean has(Recorder recorder, String ip) {
    return recorder.state().all(io.weft.cluster.Pod.class).toList().toString().contains(ip);
  }

  @Test
  void creationChangeAndDeletionArriveThroughAWebSocket() {
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(List.of()),
            false);
    server.init();
    Recorder recorder = new Recorder();
    URI address = URI.create("http://127.0.0.1:" + server.getPort());
    try (KubernetesClient client = server.createClient(new JdkHttpClientFactory());
        KubernetesWatch source =
            new KubernetesWatch(
                new KubernetesWatch.Settings(Optional.of(address), "n1", false), Config.empty())) {
      client.resource(pod("10.0.0.1")).create();
      source.start(recorder);
      recorder.await("synced", Recorder::isSynced);
      assertThat(has(recorder, "10.0.0.1")).isTrue();
      client.resource(pod("10.0.0.2")).update();
      recorder.await("updated", r -> has(r, "10.0.0.2"));
      client.resource(pod("10.0.0.2")).delete();
      recorder.await("deleted", r -> r.state().object(ObjectKey.pod("x", "a")).isEmpty());
    } finally {
      server.destroy();
    }
  }
}
