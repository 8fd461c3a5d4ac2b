package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Tells the owner of a broken object about it, as an Event on the object.
///
/// Best effort and in the background: what cannot be written is dropped, the listener has been told
/// anyway. The name of the Event comes from its content, so the agents of all nodes write one Event,
/// not one each.
final class EventWriter implements AutoCloseable {

  private static final int WAITING = 100;

  private final KubernetesClient client;
  private final String nodeName;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("kubernetes-events").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /// @param nodeName the node that reports
  EventWriter(KubernetesClient client, String nodeName) {
    this.client = client;
    this.nodeName = nodeName;
    executor.allowCoreThreadTimeOut(true);
  }

  void warn(ObjectKey key, String uid, BrokenObject object) {
    Event event = event(key, uid, object);
    executor.execute(() -> write(event));
  }

  private void write(Event event) {
    try {
      client.v1().events().inNamespace(event.getMetadata().getNamespace()).resource(event).create();
    } catch (KubernetesClientException _) {
      // Another node's agent was first, or Events are not allowed: nothing depends on them.
    }
  }

  private Event event(ObjectKey key, String uid, BrokenObject object) {
    String namespace = key.namespace().isEmpty() ? "default" : key.namespace();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String name =
        "%s.%08x"
            .formatted(
                key.name(), Objects.hash(key.kind().apiName(), uid, object.faults().toString()));
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewInvolvedObject()
        .withKind(key.kind().apiName())
        .withNamespace(key.namespace().isEmpty() ? null : key.namespace())
        .withName(key.name())
        .withUid(uid.isEmpty() ? null : uid)
        .endInvolvedObject()
        .withType("Warning")
        .withReason("WeftCannotRead")
        .withMessage(object.toString())
        .withNewSource()
        .withComponent("weft")
        .withHost(nodeName)
        .endSource()
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
