package io.weft.controller.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.controller.connections.ConnectionList;
import io.weft.controller.connections.EntryFlush;
import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.connection.TrackedConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets, once after the agent's start, the connections that [Leftovers] names. Used on the agent's
/// event loop.
public final class LeftoverSweep {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final ConnectionList connections;
  private final Supplier<Future<Void>> inForce;
  private final Supplier<Leftovers> leftovers;
  private final Function<List<CtFlush>, Future<Void>> flush;
  private Optional<String> problem = Optional.empty();
  private Duration pause = FIRST_RETRY;

  /// @param connections what is tracked
  /// @param inForce completes when the desired flows are in the bridge and no packet goes by others
  /// @param leftovers what is to be forgotten, as of the call
  /// @param flush forgets connections
  public LeftoverSweep(
      Vertx vertx,
      ConnectionList connections,
      Supplier<Future<Void>> inForce,
      Supplier<Leftovers> leftovers,
      Function<List<CtFlush>, Future<Void>> flush) {
    this.vertx = vertx;
    this.connections = connections;
    this.inForce = inForce;
    this.leftovers = leftovers;
    this.flush = flush;
  }

  /// Begins; tries again until it has succeeded.
  public void start() {
    inForce
        .get()
        .compose(_ -> connections.read())
        .compose(all -> forget(all.stream().filter(leftovers.get()).toList()))
        .onFailure(this::failed);
  }

  private void failed(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!problem.equals(Optional.of(message))) {
      LOG.atWarn()
          .addKeyValue("problem", message)
          .log("connections to vanished endpoints could not be looked for; trying again");
    }
    problem = Optional.of(message);
    vertx.setTimer(pause.toMillis(), _ -> start());
    pause = pause.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? pause.multipliedBy(2) : LAST_RETRY;
  }

  private Future<Void> forget(List<TrackedConnection> stale) {
    if (stale.isEmpty()) {
      return Future.succeededFuture();
    }
    LOG.atInfo()
        .addKeyValue("connections", stale.size())
        .addKeyValue("example", stale.getFirst())
        .log("connections to vanished endpoints forgotten");
    return flush.apply(stale.stream().map(EntryFlush::of).flatMap(Optional::stream).toList());
  }
}
