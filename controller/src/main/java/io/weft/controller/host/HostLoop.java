package io.weft.controller.host;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the host's network at the newest plan: one reconciliation at a time, again after a
/// failure. Used on the agent's event loop; the work is done on the worker.
public final class HostLoop {

  private static final Logger LOG = LoggerFactory.getLogger(HostLoop.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final HostNetwork network;
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable HostPlan plan;
  private Optional<String> problem = Optional.empty();
  private List<String> warnings = List.of();
  private boolean audit;
  private boolean busy;
  private boolean due;
  private boolean retrying;
  private long version;
  private long applied;
  private Duration pause = FIRST_RETRY;

  private record Waiter(long version, Promise<Void> promise) {}

  /// What a reconciliation did and found.
  private record Outcome(List<String> changes, Optional<List<String>> obstacles) {}

  /// @param worker runs one task at a time; the only user of `network`
  public HostLoop(Vertx vertx, WorkerExecutor worker, HostNetwork network) {
    this.vertx = vertx;
    this.worker = worker;
    this.network = network;
  }

  /// The host shall be like this from now on.
  public void plan(HostPlan wanted) {
    if (!wanted.equals(plan)) {
      plan = wanted;
      version++;
      check(false);
    }
  }

  /// Looks whether the host still is as planned, and repairs it.
  ///
  /// @param thorough also where looking is not cheap
  public void check(boolean thorough) {
    audit |= thorough;
    due = true;
    advance();
  }

  /// Completes when the newest plan is in force; at once if it is.
  public Future<Void> applied() {
    if (isApplied()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiters.add(new Waiter(version, promise));
    return promise.future();
  }

  /// Whether the newest plan is in force.
  public boolean isApplied() {
    return plan != null && applied == version;
  }

  /// Why the host is not as planned; empty if it is or if there is no plan yet.
  public Optional<String> problem() {
    return problem;
  }

  /// What others have set up that stands in the way, one sentence each with the remedy, as of the last
  /// thorough look.
  public List<String> warnings() {
    return warnings;
  }

  private void warn(List<String> found) {
    found.stream()
        .filter(warning -> !warnings.contains(warning))
        .forEach(warning -> LOG.atWarn().addKeyValue("problem", warning).log("host in the way"));
    warnings = found;
  }

  private void advance() {
    HostPlan wanted = plan;
    if (busy || !due || wanted == null) {
      return;
    }
    busy = true;
    due = false;
    boolean thorough = audit;
    audit = false;
    boolean looking = thorough || applied == 0;
    long current = version;
    worker
        .executeBlocking(() ->
            new Outcome(
                network.reconcile(wanted, thorough),
                looking ? obstacles(wanted) : Optional.empty()))
        .onComplete(outcome -> done(current, outcome), cause -> failed(thorough, cause));
  }

  /// Advice only: that it cannot be had is no failure.
  private Optional<List<String>> obstacles(HostPlan wanted) {
    try {
      return Optional.of(network.obstacles(wanted));
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("what stands in the host's way could not be looked for");
      return Optional.empty();
    }
  }

  private void done(long current, Outcome outcome) {
    List<String> changes = outcome.changes();
    outcome.obstacles().filter(found -> !found.equals(warnings)).ifPresent(this::warn);
    if (!changes.isEmpty()) {
      LOG.atInfo().addKeyValue("changes", changes).log("host network brought to the plan");
    }
    busy = false;
    problem = Optional.empty();
    pause = FIRST_RETRY;
    applied = current;
    List<Waiter> ready = waiters.stream().filter(w -> w.version() <= applied).toList();
    waiters.removeAll(ready);
    ready.forEach(w -> w.promise().tryComplete());
    advance();
  }

  private void failed(boolean thorough, Throwable cause) {
    audit |= thorough;
    String message = String.valueOf(cause.getMessage());
    if (!problem.equals(Optional.of(message))) {
      LOG.atError().addKeyValue("problem", message).log("host network is not as planned");
    }
    problem = Optional.of(message);
    busy = false;
    due = true;
    if (retrying) {
      return;
    }
    retrying = true;
    vertx.setTimer(
        pause.toMillis(),
        _ -> {
          retrying = false;
          advance();
        });
    pause = pause.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? pause.multipliedBy(2) : LAST_RETRY;
  }
}
