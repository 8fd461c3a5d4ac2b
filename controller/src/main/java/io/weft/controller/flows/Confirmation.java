package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/// How far the bridge has come with what is desired, in versions: which is desired, which the bridge
/// is known to hold (confirmed), and which no packet goes by anything older than (followed). Used on
/// the agent's event loop.
final class Confirmation {

  private final Milestone confirmed = new Milestone();
  private final Revalidation revalidation;
  private Supplier<Future<Boolean>> consequence = () -> Future.succeededFuture(false);
  private boolean undecided = true; // What an agent before this one left undone is not known.
  private long desired;
  private long connections;

  Confirmation(Revalidation revalidation) {
    this.revalidation = revalidation;
  }

  /// What has to be done after changes; it answers whether packets go by nothing older then.
  void afterChanges(Supplier<Future<Boolean>> then) {
    consequence = then;
  }

  /// Something else is desired than before.
  void desireMore() {
    desired++;
  }

  /// The number of what is desired now.
  long desired() {
    return desired;
  }

  /// Whether what is desired now is confirmed.
  boolean upToDate() {
    return confirmed.reached() == desired;
  }

  /// Completes the next time that what is desired now, or something later, is confirmed.
  Future<Void> next() {
    return confirmed.next(desired);
  }

  /// Completes when no packet goes by anything older than this version, at once if that is so.
  Future<Void> followed(long version) {
    return revalidation.followed(version);
  }

  /// The last version that packets are known to go by.
  long followed() {
    return revalidation.followed();
  }

  /// The bridge has other flows than before, or may have: what follows changes is to be done.
  void changed() {
    undecided = true;
    revalidation.changed();
  }

  /// What was under way may have been done; whatever is told of it from now on does not count.
  void connectionLost() {
    connections++;
    changed();
  }

  /// Does what has to follow changes, if there were any since that succeeded. The future does not
  /// complete if the connection is lost meanwhile.
  Future<Void> followUp() {
    if (!undecided) {
      return Future.succeededFuture();
    }
    long connection = connections;
    Promise<Void> done = Promise.promise();
    consequence
        .get()
        .onComplete(result -> {
          if (connection != connections) {
            return; // A step of the lost connection.
          }
          if (result.failed()) {
            done.fail(result.cause());
            return;
          }
          undecided = false;
          if (result.result()) {
            revalidation.nothingOlder();
          }
          done.complete();
        });
    return done.future();
  }

  /// The bridge holds this version.
  void confirm(long version) {
    confirmed.reach(version);
    revalidation.confirmed(version);
  }
}
