package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the datapath follows the bridge.
///
/// A barrier says that flows are in the bridge's tables, not that no packet goes by what the
/// datapath remembers of the flows before them (its megaflows). ovs-vswitchd compares those with the
/// tables in rounds: one begins at once after a change, others about every half second. Until the
/// round after a change has ended, a packet may still pass that the change shuts out.
///
/// One question at a time: ovs-vswitchd answers only the last of those who wait for its rounds.
/// What is confirmed while a question is under way is covered by the next one, so there are never
/// more questions than rounds. Used on the agent's event loop.
final class Revalidation {

  private static final Logger LOG = LoggerFactory.getLogger(Revalidation.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Supplier<Future<Void>> rounds;
  private final Duration patience;
  private final Milestone followed = new Milestone();
  private long changes =
      1; // What an agent before this one has changed is not known to be followed.
  private long covered;
  private long confirmed;
  private boolean asking;
  private boolean complained;

  /// @param rounds completes when every round that had begun by the time of the call has ended, and
  ///     one more
  /// @param patience how long that may take before it is asked for again
  Revalidation(Vertx vertx, Supplier<Future<Void>> rounds, Duration patience) {
    this.vertx = vertx;
    this.rounds = rounds;
    this.patience = patience;
  }

  /// The bridge may have other flows than before.
  void changed() {
    changes++;
  }

  /// Everything remembered has been thrown away since the last change.
  void nothingOlder() {
    covered = changes;
  }

  /// The bridge holds this version.
  void confirmed(long version) {
    confirmed = Math.max(confirmed, version);
    advance();
  }

  /// Completes when no packet goes by anything older than this version, at once if that is so.
  Future<Void> followed(long version) {
    return followed.at(version);
  }

  /// The last version that the datapath is known to follow.
  long followed() {
    return followed.reached();
  }

  private void advance() {
    if (covered == changes) {
      followed.reach(confirmed);
    } else if (!asking) {
      ask();
    }
  }

  private void ask() {
    asking = true;
    long covers = changes;
    long upTo = confirmed;
    rounds
        .get()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            _ -> {
              asking = false;
              complained = false;
              covered = Math.max(covered, covers);
              followed.reach(upTo);
              advance();
            },
            this::failed);
  }

  private void failed(Throwable cause) {
    if (!complained) {
      LOG.atWarn()
          .addKeyValue("problem", cause.getMessage())
          .log("whether the datapath follows the flows is not known; asking again");
    }
    complained = true;
    vertx.setTimer(
        RETRY.toMillis(),
        _ -> {
          asking = false;
          advance();
        });
  }
}
