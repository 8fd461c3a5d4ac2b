package io.weft.controller.flows;

import io.vertx.core.Vertx;
import java.time.Duration;

/// When the next bundle may go: at once after a quiet time or where somebody waits, else a while
/// after the last one, so that what changes meanwhile goes along.
///
/// Each bundle, however small, has ovs-vswitchd compare every decision that the datapath remembers.
/// Used on the agent's event loop.
final class Pace {

  private final Vertx vertx;
  private final long apart;
  private final Runnable due;
  private long last;
  private boolean any;
  private boolean hurried;
  private boolean waiting;

  /// @param apart how long after a bundle the next one goes that nobody waits for
  /// @param due is called when a bundle may go that might not before
  Pace(Vertx vertx, Duration apart, Runnable due) {
    this.vertx = vertx;
    this.apart = apart.toNanos();
    this.due = due;
  }

  /// Somebody waits for the next bundle.
  void hurry() {
    hurried = true;
  }

  /// Whether a bundle may go now. If not, that is told when it may.
  boolean mayGo() {
    long left = apart - (System.nanoTime() - last);
    if (!any || hurried || left <= 0) {
      return true;
    }
    if (!waiting) {
      waiting = true;
      vertx.setTimer(
          1 + left / 1_000_000,
          _ -> {
            waiting = false;
            due.run();
          });
    }
    return false;
  }

  /// A bundle goes.
  ///
  /// @param all whether everything that there is to send goes with it: if not, who waits may wait for
  ///     the rest
  void gone(boolean all) {
    last = System.nanoTime();
    any = true;
    hurried &= !all;
  }
}
