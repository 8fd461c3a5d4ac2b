package io.weft.controller.attachments;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniException;
import io.weft.cni.spec.PodReference;
import io.weft.cni.wiring.Attachment;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.node.LocalPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lets an attached Pod have flows only while its object is known.
///
/// Without the object nobody can say which policies select the Pod: it would be open. So a port
/// whose record names a Pod has no flows before the Pod's object is there, none after it is gone,
/// and none while the object of that name is another Pod. A container without a Pod object (its
/// record names none) always passes. Used on the agent's event loop only.
public final class PodGate {

  private final Vertx vertx;
  private final ClusterObjects objects;
  private final Duration patience;
  private final Map<String, AttachedPod> attached = new HashMap<>();
  private final Map<ObjectKey, Set<String>> names = new HashMap<>();
  private final Map<String, AttachedPod> passed = new HashMap<>();

  /// @param patience how long [#known] waits for an object
  public PodGate(Vertx vertx, ClusterObjects objects, Duration patience) {
    this.vertx = vertx;
    this.objects = objects;
    this.patience = patience;
  }

  /// The Pod's port is there, or has changed; says what the compiler shall be told.
  public List<PipelineChange> attached(AttachedPod pod) {
    String name = pod.attachment().hostInterface();
    List<PipelineChange> changes = new ArrayList<>();
    AttachedPod before = attached.put(name, pod);
    if (before != null && !before.key().equals(pod.key())) {
      forget(before);
    }
    names.computeIfAbsent(pod.key(), _ -> new HashSet<>()).add(name);
    look(name, changes);
    return changes;
  }

  /// The Pod's port is gone; says what the compiler shall be told.
  public List<PipelineChange> detached(Attachment attachment) {
    AttachedPod gone = attached.remove(attachment.hostInterface());
    if (gone != null) {
      forget(gone);
    }
    return passed.remove(attachment.hostInterface()) == null
        ? List.of()
        : List.of(new PipelineChange.Detach(attachment.hostInterface()));
  }

  private void forget(AttachedPod pod) {
    Set<String> of = names.getOrDefault(pod.key(), new HashSet<>());
    of.remove(pod.attachment().hostInterface());
    if (of.isEmpty()) {
      names.remove(pod.key());
    }
  }

  /// The objects have changed like this; says what the compiler shall be told besides.
  public List<PipelineChange> changed(List<ClusterChange> changes) {
    List<PipelineChange> told = new ArrayList<>();
    for (ClusterChange change : changes) {
      if (change.key().kind() == ObjectKey.Kind.POD) {
        names.getOrDefault(change.key(), Set.of()).stream()
            .sorted()
            .forEach(name -> look(name, told));
      }
    }
    return told;
  }

  private void look(String name, List<PipelineChange> changes) {
    AttachedPod pod = attached.get(name);
    AttachedPod before = passed.get(name);
    if (pod != null && isKnown(pod.attachment())) {
      if (!pod.equals(before)) {
        passed.put(name, pod);
        changes.add(new PipelineChange.Attach(pod.toLocalPod()));
      }
    } else if (before != null) {
      passed.remove(name);
      changes.add(new PipelineChange.Detach(name));
    }
  }

  private boolean isKnown(Attachment attachment) {
    return attachment
        .pod()
        .map(reference ->
            objects
                .pod(ObjectKey.pod(reference.namespace(), reference.name()))
                .filter(pod -> isMeant(pod, reference.uid()))
                .isPresent())
        .orElse(true);
  }

  private static boolean isMeant(Pod pod, String uid) {
    return uid.isEmpty() || pod.uid().isEmpty() || pod.uid().equals(uid);
  }

  /// The Pods that have flows, by the names of their ports.
  public List<LocalPod> open() {
    return passed.values().stream()
        .map(AttachedPod::toLocalPod)
        .sorted(Comparator.comparing(LocalPod::name))
        .toList();
  }

  /// The Pods that are attached and kept without flows.
  public List<AttachedPod> closed() {
    return attached.entrySet().stream()
        .filter(entry -> !passed.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparing(AttachedPod::key))
        .toList();
  }

  /// Completes when the Pod's object is known, at once if it is or if there is none to be; fails
  /// with "try again later" if it does not come in time.
  public Future<Void> known(Attachment attachment) {
    Optional<PodReference> wanted = attachment.pod();
    if (wanted.isEmpty()) {
      return Future.succeededFuture();
    }
    String uid = wanted.get().uid();
    ObjectKey key = ObjectKey.pod(wanted.get().namespace(), wanted.get().name());
    Future<Void> known = objects.pod(key, pod -> isMeant(pod, uid));
    if (known.isComplete()) {
      return known;
    }
    Promise<Void> bounded = Promise.promise();
    long timer =
        vertx.setTimer(
            Math.max(1, patience.toMillis()),
            _ -> {
              objects.forget(key, known);
              bounded.tryFail(tooLate(key, uid));
            });
    known.onSuccess(_ -> {
      vertx.cancelTimer(timer);
      bounded.tryComplete();
    });
    return bounded.future();
  }

  private CniException tooLate(ObjectKey key, String uid) {
    return CniException.of(
        CniErrorCode.TRY_AGAIN_LATER,
        "%s (uid '%s') is not known on this node after %d ms, so its policies are not either"
            .formatted(key, uid, patience.toMillis()));
  }
}
