package io.weft.controller.connections;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.openflow.message.CtFlush;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.pipeline.connection.ConnectionDump;
import io.weft.pipeline.connection.Recheck;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.table.Reserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the connections that policy would deny if they began now.
///
/// First the new flows are in the bridge and its caches follow them, so that nothing is allowed by
/// the old ones any more; then the connections are listed and judged, and exactly the denied ones are
/// flushed. Sweeps do not overlap: what is asked for meanwhile is one more sweep. A failed sweep is
/// repeated until it succeeds. Used on the agent's event loop.
public final class ConnectionSweep {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionSweep.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final ControlSocket control;
  private final Bridge bridge;
  private SweepStatus status = SweepStatus.INITIAL;
  private boolean busy;
  private boolean again;

  /// What a sweep needs of the agent.
  ///
  /// @param inForce completes when the desired flows are in the bridge and no packet goes by others
  /// @param datapath the datapath's name as dpctl(8) has it; empty while it is not known
  /// @param recheck judges by the flows of now; empty while there are none
  /// @param flush forgets connections
  public record Bridge(
      Supplier<Future<Void>> inForce,
      Supplier<Optional<String>> datapath,
      Supplier<Optional<Recheck>> recheck,
      Function<List<CtFlush>, Future<Void>> flush) {}

  public ConnectionSweep(Vertx vertx, ControlSocket control, Bridge bridge) {
    this.vertx = vertx;
    this.control = control;
    this.bridge = bridge;
  }

  /// Policies, or what they select, may have changed: sweep once that is in force.
  public void request() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    bridge
        .inForce()
        .get()
        .compose(_ -> listed())
        .compose(this::judge)
        .onComplete(_ -> finished(), this::failed);
  }

  private Future<String> listed() {
    Optional<String> datapath = bridge.datapath().get();
    return datapath.isEmpty()
        ? Future.failedFuture("the datapath is not known yet")
        : control.ask("dpctl/dump-conntrack", List.of(datapath.get(), "zone=" + Reserved.ZONE));
  }

  private Future<Void> judge(String listing) {
    Optional<Recheck> recheck = bridge.recheck().get();
    if (recheck.isEmpty()) {
      return Future.failedFuture("no flows are compiled yet");
    }
    ConnectionDump dump = ConnectionDump.parse(listing);
    if (!dump.unread().isEmpty()) {
      LOG.atWarn()
          .addKeyValue("lines", dump.unread().size())
          .addKeyValue("example", dump.unread().getFirst())
          .log("tracked connections that cannot be read are left alone");
    }
    List<TrackedConnection> denied = recheck.get().denied(dump.connections());
    return end(denied)
        .onSuccess(ended -> {
          status = status.swept(dump.connections().size(), ended);
        })
        .mapEmpty();
  }

  private Future<Integer> end(List<TrackedConnection> denied) {
    List<CtFlush> flushes = new ArrayList<>();
    for (TrackedConnection connection : denied) {
      Optional<CtFlush> flush = EntryFlush.of(connection);
      LOG.atInfo()
          .addKeyValue("connection", connection)
          .addKeyValue("flushed", flush.isPresent())
          .log("connection is denied by policy now");
      flush.ifPresent(flushes::add);
    }
    return bridge.flush().apply(flushes).map(_ -> flushes.size());
  }

  private void finished() {
    busy = false;
    if (again) {
      again = false;
      request();
    }
  }

  private void failed(Throwable cause) {
    busy = false;
    again = false;
    status = status.failed();
    LOG.atWarn()
        .addKeyValue("problem", cause.getMessage())
        .log("existing connections could not be rechecked; trying again");
    vertx.setTimer(RETRY.toMillis(), _ -> request());
  }

  /// What was done so far.
  public SweepStatus status() {
    return status;
  }
}
