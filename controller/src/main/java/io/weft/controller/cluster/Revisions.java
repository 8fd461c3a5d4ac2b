package io.weft.controller.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Which revision of the cluster's state is in force on this node, and who waits for one. Used on
/// the agent's event loop only.
public final class Revisions {

  private final NavigableMap<Long, List<Promise<Void>>> waiters = new TreeMap<>();
  private long confirmed = -1;

  /// The revision, and with it all before, is in force.
  public void confirm(long revision) {
    confirmed = Math.max(confirmed, revision);
    NavigableMap<Long, List<Promise<Void>>> done = waiters.headMap(confirmed, true);
    List<Promise<Void>> promises = new ArrayList<>();
    done.values().forEach(promises::addAll);
    done.clear();
    promises.forEach(Promise::tryComplete);
  }

  /// Completes when the revision is in force.
  public Future<Void> settled(long revision) {
    if (revision <= confirmed) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiters.computeIfAbsent(revision, _ -> new ArrayList<>()).add(promise);
    return promise.future();
  }

  /// Whether anybody waits.
  public boolean awaited() {
    return !waiters.isEmpty();
  }

  /// The last revision in force; -1 if there is none.
  public long confirmed() {
    return confirmed;
  }
}
