package io.weft.lab.wait;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Polls a condition until it holds.
public final class Waiting {

  private static final Duration POLL = Duration.ofMillis(10);

  private Waiting() {}

  /// Returns as soon as `condition` holds.
  ///
  /// @param what the awaited thing, for the message
  /// @throws IllegalStateException after `limit`, or when the thread is interrupted; whatever the
  ///     condition throws
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "%s: not within %.1f s".formatted(what, limit.toMillis() / 1000.0));
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
