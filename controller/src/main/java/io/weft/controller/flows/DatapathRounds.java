package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.ovsdb.control.CommandUnavailableException;
import io.weft.ovsdb.control.ControlSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for the rounds in which ovs-vswitchd compares the datapath's megaflows with the flows
/// (`revalidator/wait`, ovs-vswitchd(8)). To be asked one at a time.
///
/// Where ovs-vswitchd cannot be asked (no control socket within reach; two datapaths at once, for
/// which it refuses) four times the longest pause between rounds are let pass.
public final class DatapathRounds implements Supplier<Future<Void>> {

  private static final Logger LOG = LoggerFactory.getLogger(DatapathRounds.class);

  /// `max-revalidator` is 500 ms unless somebody changed it (ovs-vswitchd.conf.db(5)).
  private static final Duration INSTEAD = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final ControlSocket vswitchd;
  private boolean complained;

  public DatapathRounds(Vertx vertx, ControlSocket vswitchd) {
    this.vertx = vertx;
    this.vswitchd = vswitchd;
  }

  /// Completes when a round that began after the call has ended; fails if nobody answers.
  @Override
  public Future<Void> get() {
    // The answer comes at the end of whichever round is under way: that may have begun before.
    return round().compose(_ -> round()).recover(this::instead);
  }

  private Future<Void> round() {
    return vswitchd.ask("revalidator/wait", List.of()).mapEmpty();
  }

  private Future<Void> instead(Throwable cause) {
    if (!(cause instanceof CommandUnavailableException)) {
      return Future.failedFuture(cause);
    }
    if (!complained) {
      LOG.atWarn()
          .addKeyValue("problem", cause.getMessage())
          .addKeyValue("seconds", INSTEAD.toSeconds())
          .log("whether the datapath follows the flows cannot be asked; time is let pass instead");
    }
    complained = true;
    return vertx.timer(INSTEAD.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
  }
}
