package io.weft.ovsdb.control;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which Open vSwitch runs: asked of `ovs-vswitchd` when somebody wants to know, once, until another
/// process may run. Used on one event loop.
public final class RunningSwitch {

  private final Supplier<Future<String>> question;
  private @Nullable Future<SwitchVersion> asked;

  /// @param control ovs-vswitchd's control socket
  public RunningSwitch(ControlSocket control) {
    this(() -> control.ask("version", List.of()));
  }

  RunningSwitch(Supplier<Future<String>> question) {
    this.question = question;
  }

  /// Completes with the version; with [SwitchVersion#UNKNOWN] where `ovs-vswitchd` says nothing that
  /// can be read, or cannot be asked for want of a control socket. Fails if it does not answer. Where
  /// it gave no answer it is asked again the next time.
  public Future<SwitchVersion> version() {
    Future<SwitchVersion> known = asked;
    if (known == null || known.failed()) {
      known = question.get().map(SwitchVersion::parse);
      asked = known;
    }
    return known.recover(e ->
        e instanceof CommandUnavailableException
            ? Future.succeededFuture(SwitchVersion.UNKNOWN)
            : Future.failedFuture(e));
  }

  /// Another `ovs-vswitchd` may run from now on, of another version.
  public void restarted() {
    asked = null;
  }
}
