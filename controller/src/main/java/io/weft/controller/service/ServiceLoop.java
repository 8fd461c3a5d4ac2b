package io.weft.controller.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.weft.controller.host.Nft;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.service.HostShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what Services ask of the host: translation, health checks, flushes; and says which
/// routes they need. Used on the agent's event loop; nft runs on the worker, one at a time.
public final class ServiceLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final Function<List<CtFlush>, Future<Void>> flush;
  private final HealthChecks healthChecks;
  private final NatTable table = new NatTable();
  private final NatElements elements = new NatElements();
  private final Map<IpAddress, Integer> routes = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable ServiceNat nat;
  private Optional<String> problem = Optional.empty();
  private Future<Void> others = Future.succeededFuture();
  private boolean removed;
  private boolean audit;
  private boolean whole;
  private boolean busy;
  private long version;
  private long applied;

  private record Waiter(long version, Promise<Void> promise) {}

  /// @param worker runs one task at a time
  /// @param flush forgets tracked connections once the flows are in force that keep them from coming
  ///     back; may fail where the bridge is away
  public ServiceLoop(
      Vertx vertx, WorkerExecutor worker, Function<List<CtFlush>, Future<Void>> flush) {
    this.vertx = vertx;
    this.worker = worker;
    this.flush = flush;
    this.healthChecks = new HealthChecks(vertx);
  }

  /// The node is like this; Services may be asked for from now on.
  public void plan(ServiceNat wanted) {
    if (!wanted.equals(nat)) {
      nat = wanted;
      whole = true;
      changed();
    }
  }

  /// Another proxy serves Services: nothing of ours may stand in its way.
  public void off() {
    if (!removed) {
      removed = true;
      worker
          .executeBlocking(() -> {
            Nft.remove(ServiceNat.TABLE);
            return true;
          })
          .onFailure(e -> removed = false);
    }
  }

  /// Looks whether the host still is as it was left.
  public void check() {
    if (nat != null) {
      audit = true;
      changed();
    }
  }

  /// Services ask for other things than before.
  ///
  /// @param nodeAddresses the node's own
  /// @param flushing false at the start, when nothing changed but the agent
  public void take(
      List<HostShare.Change> changes, List<IpAddress> nodeAddresses, boolean flushing) {
    List<CtFlush> stale = new ArrayList<>();
    for (HostShare.Change change : changes) {
      elements.take(change);
      count(routes, change.before().routes(), -1);
      count(routes, change.after().routes(), 1);
      also(healthChecks.follow(change));
      if (flushing) {
        stale.addAll(StaleDatagrams.flushes(change, nodeAddresses));
      }
    }
    if (!stale.isEmpty()) {
      also(forget(stale));
    }
    if (!changes.isEmpty()) {
      changed();
    }
  }

  private Future<Void> forget(List<CtFlush> stale) {
    return flush
        .apply(stale)
        .onFailure(e ->
            LOG.atWarn()
                .addKeyValue("connections", stale)
                .addKeyValue("problem", e.getMessage())
                .log("connections to a vanished endpoint could not be flushed"))
        .otherwiseEmpty();
  }

  private void also(Future<Void> work) {
    if (!work.isComplete()) {
      others = Future.join(others, work).mapEmpty();
    }
  }

  private static <K> void count(Map<K, Integer> counts, Iterable<K> keys, int step) {
    for (K key : keys) {
      counts.merge(key, step, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  /// Virtual addresses that need routes of their own.
  public List<IpPrefix> routes() {
    return routes.keySet().stream().map(IpAddress::toPrefix).sorted().toList();
  }

  /// Completes when everything asked for so far is in force.
  public Future<Void> applied() {
    Future<Void> host = Future.succeededFuture();
    if (nat != null && applied != version) {
      Promise<Void> promise = Promise.promise();
      waiters.add(new Waiter(version, promise));
      host = promise.future();
    }
    return Future.join(host, others).mapEmpty();
  }

  /// Why the host does not translate as it should; empty if it does.
  public Optional<String> problem() {
    return problem;
  }

  private void changed() {
    version++;
    advance();
  }

  private void advance() {
    ServiceNat current = nat;
    if (busy || current == null || applied == version) {
      return;
    }
    busy = true;
    long wanted = version;
    worker.executeBlocking(work(current)).onComplete(done -> done(wanted, done), this::failed);
  }

  /// Writes what changed; all of it where it is not known, or not believed, what is there.
  private Callable<Optional<String>> work(ServiceNat current) {
    if (audit || whole) {
      boolean thorough = audit;
      audit = false;
      whole = false;
      Map<NatKey, String> all = elements.all();
      return () -> table.make(current, all, thorough);
    }
    Map<NatKey, Optional<String>> changed = elements.drain();
    return () -> table.change(current, changed);
  }

  private void done(long wanted, Optional<String> change) {
    change.ifPresent(text -> LOG.atDebug().addKeyValue("change", text).log("Services on the host"));
    busy = false;
    problem = Optional.empty();
    applied = wanted;
    List<Waiter> ready = waiters.stream().filter(w -> w.version() <= applied).toList();
    waiters.removeAll(ready);
    ready.forEach(w -> w.promise().tryComplete());
    advance();
  }

  private void failed(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!problem.equals(Optional.of(message))) {
      LOG.atError().addKeyValue("problem", message).log("Services are not translated on the host");
    }
    problem = Optional.of(message);
    busy = false;
    whole = true;
    vertx.setTimer(RETRY.toMillis(), _ -> advance());
  }
}
