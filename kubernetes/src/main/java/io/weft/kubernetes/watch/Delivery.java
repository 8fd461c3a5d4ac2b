package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.ClusterSource;
import io.weft.kubernetes.FaultBoard;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns what the informers saw into what the listener is told; used by one thread.
final class Delivery {

  private final String place;
  private final ClusterSource.Listener listener;
  private final FaultBoard board;
  private final Optional<EventWriter> writer;
  private final Set<String> missing = new HashSet<>();
  private final Map<ObjectKey, ClusterObject> inForce = new HashMap<>();
  private final List<ClusterChange> changes = new ArrayList<>();
  private boolean synced;

  /// @param place the API server's address, for reports
  /// @param plurals the kinds that have to be listed before the source is synced
  Delivery(
      String place,
      List<String> plurals,
      ClusterSource.Listener listener,
      Optional<EventWriter> writer) {
    this.place = place;
    this.listener = listener;
    this.board = new FaultBoard(listener);
    this.writer = writer;
    missing.addAll(plurals);
  }

  /// Delivers all of the events, changes together in one call.
  void deliver(List<WatchEvent> events) {
    for (WatchEvent event : events) {
      switch (event) {
        case WatchEvent.Seen seen -> seen(seen);
        case WatchEvent.Gone(ObjectKey key) -> gone(key);
        case WatchEvent.Listed(String plural) -> {
          missing.remove(plural);
          board.mend(place, subject(plural));
        }
        case WatchEvent.Failed(String plural, Throwable cause) -> failed(plural, cause);
      }
    }
    if (!changes.isEmpty()) {
      listener.changed(List.copyOf(changes));
      changes.clear();
    }
    if (!synced && missing.isEmpty()) {
      synced = true;
      listener.synced();
    }
  }

  private void seen(WatchEvent.Seen seen) {
    ObjectKey key = seen.key();
    switch (seen.conversion()) {
      case Conversion.Read(ClusterObject object, List<Fault> faults) -> {
        if (!object.equals(inForce.put(key, object))) {
          changes.add(new ClusterChange.Put(object));
        }
        if (faults.isEmpty()) {
          board.mend(place, key.toString());
        } else {
          broken(seen, faults);
        }
      }
      case Conversion.Skipped _ -> gone(key);
      case Conversion.Broken(_, List<Fault> faults) -> broken(seen, faults);
    }
  }

  private void broken(WatchEvent.Seen seen, List<Fault> faults) {
    BrokenObject object = new BrokenObject(place, seen.key().toString(), faults);
    if (board.report(object)) {
      writer.ifPresent(events -> events.warn(seen.key(), seen.uid(), object));
    }
  }

  private void gone(ObjectKey key) {
    board.mend(place, key.toString());
    if (inForce.remove(key) != null) {
      changes.add(new ClusterChange.Delete(key));
    }
  }

  private void failed(String plural, Throwable failure) {
    Throwable cause = failure;
    while (!refused(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String remedy =
        refused(cause)
            ? "allow the agent's service account to list and watch " + plural
            : "make the API server reachable; it is tried again (%s)".formatted(firstLine(cause));
    board.report(new BrokenObject(place, subject(plural), List.of(new Fault("", "", remedy))));
  }

  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("no reason given");
  }

  private static boolean refused(Throwable cause) {
    return cause instanceof KubernetesClientException answer
        && (answer.getCode() == 401 || answer.getCode() == 403);
  }

  private static String subject(String plural) {
    return "watch of " + plural;
  }
}
