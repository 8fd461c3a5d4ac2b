package io.weft.controller.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.controller.connections.ConnectionList;
import io.weft.controller.connections.EntryFlush;
import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.service.HostShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets, once after the agent's start, the connections that [Leftovers] names. Used on the agent's
/// event loop.
public final class LeftoverSweep {

  private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final ConnectionList connections;
  private final Supplier<Future<Void>> confirmed;
  private final Function<CtFlush, Future<Void>> flush;

  /// @param connections what is tracked
  /// @param confirmed completes when the desired flows are in the bridge
  /// @param flush forgets connections
  public LeftoverSweep(
      Vertx vertx,
      ConnectionList connections,
      Supplier<Future<Void>> confirmed,
      Function<CtFlush, Future<Void>> flush) {
    this.vertx = vertx;
    this.connections = connections;
    this.confirmed = confirmed;
    this.flush = flush;
  }

  /// Begins; tries again until it has succeeded.
  ///
  /// @param changes what all Services ask, as of the start
  /// @param nodeAddresses the node's own
  /// @param gone whether an address is a Pod's that is there no more
  public void start(
      List<HostShare.Change> changes, List<IpAddress> nodeAddresses, Predicate<IpAddress> gone) {
    List<HostShare> shares = changes.stream().map(HostShare.Change::after).toList();
    sweep(new Leftovers(shares, nodeAddresses, gone));
  }

  private void sweep(Predicate<TrackedConnection> leftovers) {
    confirmed
        .get()
        .compose(_ -> connections.read())
        .compose(all -> forget(all.stream().filter(leftovers).toList()))
        .onFailure(cause -> {
          LOG.atWarn()
              .addKeyValue("problem", cause.getMessage())
              .log("connections to vanished endpoints could not be looked for; trying again");
          vertx.setTimer(RETRY.toMillis(), _ -> sweep(leftovers));
        });
  }

  private Future<Void> forget(List<TrackedConnection> stale) {
    List<Future<Void>> flushes = new ArrayList<>();
    for (TrackedConnection connection : stale) {
      Optional<CtFlush> message = EntryFlush.of(connection);
      message.map(flush).ifPresent(flushes::add);
    }
    if (!stale.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("connections", stale.size())
          .addKeyValue("example", stale.getFirst())
          .log("connections to vanished endpoints forgotten");
    }
    return Future.join(flushes).mapEmpty();
  }
}
