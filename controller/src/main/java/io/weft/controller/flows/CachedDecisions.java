package io.weft.controller.flows;

import io.vertx.core.Future;
import io.weft.ovsdb.control.CommandUnavailableException;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.ovsdb.control.RunningSwitch;
import io.weft.ovsdb.control.SwitchVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The decisions that the datapath has cached ("megaflows"), where ovs-vswitchd does not bring them
/// up to date by itself.
///
/// The userspace datapath of Open vSwitch 3.1 looks for a cached decision that is to be changed by a
/// packet that fits, not by its id. Where two decisions fit, the wrong one may be changed; the other
/// then stays as it was, whatever the flows say, for as long as packets use it: a denied datagram gets
/// through, or goes to the port of a Pod that is gone. (Seen with 3.1.0, not with 3.5.0.) There,
/// everything cached is forgotten after each change, and decided anew.
public final class CachedDecisions {

  private static final Logger LOG = LoggerFactory.getLogger(CachedDecisions.class);

  private final ControlSocket control;
  private final RunningSwitch running;
  private final Supplier<Optional<String>> datapath;
  private boolean complained;

  /// @param control ovs-vswitchd's control socket
  /// @param running which Open vSwitch that is
  /// @param datapath the datapath's type, once it is known
  public CachedDecisions(
      ControlSocket control, RunningSwitch running, Supplier<Optional<String>> datapath) {
    this.control = control;
    this.running = running;
    this.datapath = datapath;
  }

  /// Completes with true when no packet is treated by what the flows said before now, with false if
  /// that will be so as soon as ovs-vswitchd has compared its cache with them, or where it cannot be
  /// asked, which is logged; fails if it does not answer.
  public Future<Boolean> refresh() {
    if (!datapath.get().equals(Optional.of("netdev"))) {
      return Future.succeededFuture(false);
    }
    return running
        .version()
        .compose(version ->
            outlive(version)
                ? control.ask("revalidator/purge", List.of()).map(true)
                : Future.succeededFuture(false))
        .recover(this::unavailable);
  }

  private Future<Boolean> unavailable(Throwable cause) {
    if (!(cause instanceof CommandUnavailableException)) {
      return Future.failedFuture(cause);
    }
    if (!complained) {
      complained = true;
      LOG.atWarn()
          .addKeyValue("problem", cause.getMessage())
          .log("cached decisions cannot be emptied; some may outlive the flows they were made by");
    }
    return Future.succeededFuture(false);
  }

  /// Whether cached decisions may outlive the flows they were made by.
  ///
  /// @param version one that is not known is trusted with nothing
  static boolean outlive(SwitchVersion version) {
    return !version.isAtLeast(3, 5);
  }
}
