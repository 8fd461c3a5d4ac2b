package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How far something has come, in versions that only grow, and who waits for it to come further.
/// Used on the agent's event loop.
final class Milestone {

  private final NavigableMap<Long, List<Promise<Void>>> waiters = new TreeMap<>();
  private long reached;

  /// It has come as far as this version, or was there before; who waited for that goes on.
  void reach(long version) {
    reached = Math.max(reached, version);
    NavigableMap<Long, List<Promise<Void>>> done = waiters.headMap(reached, true);
    List<Promise<Void>> promises = new ArrayList<>();
    done.values().forEach(promises::addAll);
    done.clear();
    promises.forEach(Promise::tryComplete);
  }

  /// The last version that was reached; 0 at the beginning.
  long reached() {
    return reached;
  }

  /// Completes when the version is reached, at once if it is.
  Future<Void> at(long version) {
    return version <= reached ? Future.succeededFuture() : next(version);
  }

  /// Completes the next time that the version, or a later one, is reached, even if it was before.
  Future<Void> next(long version) {
    Promise<Void> promise = Promise.promise();
    waiters.computeIfAbsent(version, _ -> new ArrayList<>()).add(promise);
    return promise.future();
  }
}
