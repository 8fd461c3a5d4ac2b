package io.weft.controller;

import io.vertx.core.Vertx;
import io.weft.cluster.Node;
import io.weft.controller.node.NodeSwitch;
import io.weft.controller.node.SwitchSetup;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets the switch up, and again on any news that may concern it: one at a time, repeated until it
/// succeeds. Used on the agent's event loop.
final class NodeSetup {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSetup.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final SwitchSetup setup;
  private final Supplier<Optional<Node>> node;
  private final Runnable ready;
  private @Nullable NodeSwitch made;
  private Optional<String> problem = Optional.empty();
  private boolean busy;
  private boolean again;
  private long retry = -1;

  /// @param node the Node object; empty while nothing can be set up
  /// @param ready called each time that the switch is as it shall be
  NodeSetup(Vertx vertx, SwitchSetup setup, Supplier<Optional<Node>> node, Runnable ready) {
    this.vertx = vertx;
    this.setup = setup;
    this.node = node;
    this.ready = ready;
  }

  /// Something has changed: the switch may not be as it shall be.
  void check(String why) {
    if (busy) {
      again = true;
      return;
    }
    Optional<Node> wanted = node.get();
    if (wanted.isEmpty()) {
      return;
    }
    busy = true;
    setup
        .run(wanted.get())
        .onComplete(
            now -> {
              busy = false;
              take(now, why);
              ready();
            },
            failure -> {
              busy = false;
              retry(failure);
            });
  }

  private void ready() {
    Optional<String> before = problem;
    problem = Optional.empty();
    try {
      ready.run();
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("the switch is set up, but cannot be used");
      problem = before;
      retry(e);
      return;
    }
    checkAgain();
  }

  private void retry(Throwable failure) {
    failed(failure);
    vertx.cancelTimer(retry);
    retry = vertx.setTimer(RETRY.toMillis(), _ -> check("retry"));
  }

  private void checkAgain() {
    if (again) {
      again = false;
      check("more news");
    }
  }

  private void take(NodeSwitch now, String why) {
    if (!now.equals(made)) {
      LOG.atInfo()
          .addKeyValue("why", why)
          .addKeyValue("datapath", now.datapath().type())
          .addKeyValue("version", now.version())
          .addKeyValue("reason", now.datapath().reason())
          .addKeyValue("underlay", now.underlay().device())
          .addKeyValue("local", now.underlay().local())
          .addKeyValue("mtu", now.mtu())
          .log("switch set up");
      made = now;
    }
  }

  /// The node cannot be used for this reason, until the next setting up.
  void failed(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (!problem.equals(Optional.of(message))) {
      LOG.atError().addKeyValue("problem", message).log("node cannot be set up; trying again");
    }
    problem = Optional.of(message);
  }

  /// The switch as it was set up last; empty before the first time.
  Optional<NodeSwitch> made() {
    return Optional.ofNullable(made);
  }

  /// Why the node cannot be set up; empty if it can.
  Optional<String> problem() {
    return problem;
  }
}
