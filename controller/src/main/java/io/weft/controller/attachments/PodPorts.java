package io.weft.controller.attachments;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weft.cni.command.PodSwitch;
import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniException;
import io.weft.cni.wiring.Attachment;
import io.weft.controller.flows.FlowLoop;
import io.weft.ovsdb.openvswitch.SwitchAnswer;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.VswitchClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// The bridge as the CNI commands see it: ports by OVSDB, flows by the flow loop.
///
/// An attachment is ready when its flows are confirmed; if one of its addresses was another's a moment
/// ago, also when no packet goes by that one's flows any more. Used on the agent's event loop. No
/// stage outlives [#PATIENCE], except the wait for the Pod
/// object, which has its own limit.
public final class PodPorts implements PodSwitch {

  /// How long the switch may take for one step.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final String bridge;
  private final VswitchClient vswitch;
  private final LocalPods pods;
  private final Cluster cluster;
  private final ReleasedAddresses released = new ReleasedAddresses();

  /// What the commands need of the rest of the agent.
  ///
  /// @param known completes when the Pod's object and policies are there
  /// @param flows the bridge's flows
  /// @param flush forgets the tracked connections of the attachment's addresses
  /// @param unready why no ADD can succeed; empty if nothing stands against it
  public record Cluster(
      Function<Attachment, Future<Void>> known,
      FlowLoop flows,
      Function<Attachment, Future<Void>> flush,
      Supplier<Optional<String>> unready) {}

  public PodPorts(
      Vertx vertx, String bridge, VswitchClient vswitch, LocalPods pods, Cluster cluster) {
    this.vertx = vertx;
    this.bridge = bridge;
    this.vswitch = vswitch;
    this.pods = pods;
    this.cluster = cluster;
  }

  @Override
  public CompletionStage<Void> podKnown(Attachment attachment) {
    return cluster.known().apply(attachment).toCompletionStage();
  }

  @Override
  public CompletionStage<Void> addPort(Attachment attachment) {
    SwitchChange port =
        new SwitchChange.EnsurePort(
            bridge,
            attachment.hostInterface(),
            SwitchChange.InterfaceSpec.system(),
            attachment.externalIds());
    return apply("the port's record in OVSDB", port);
  }

  @Override
  public CompletionStage<Void> flowsReady(Attachment attachment) {
    FlowLoop flows = cluster.flows();
    long free = released.free(attachment.addresses());
    Future<Void> ready =
        pods.ready(attachment)
            .compose(_ -> now(flows))
            .compose(_ -> flows.followed(free))
            .compose(_ -> cluster.flush().apply(attachment));
    return bounded("the Pod's flows in the switch", ready)
        .onFailure(_ -> pods.forget(attachment))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Void> removeFlows(Attachment attachment) {
    FlowLoop flows = cluster.flows();
    pods.hide(attachment);
    released.released(attachment.addresses(), flows.version(), flows.followedVersion());
    if (!flows.isConnected()) {
      // Nothing to remove it from: when the bridge comes back, it is read back without this Pod.
      return Future.<Void>succeededFuture().toCompletionStage();
    }
    Future<Void> removed = now(flows).compose(_ -> cluster.flush().apply(attachment));
    return bounded("the removal of the Pod's flows", removed).toCompletionStage();
  }

  private static Future<Void> now(FlowLoop flows) {
    flows.hurry();
    return flows.confirmed();
  }

  @Override
  public CompletionStage<Void> removePort(Attachment attachment) {
    return apply(
        "the removal of the port", new SwitchChange.DeletePort(bridge, attachment.hostInterface()));
  }

  @Override
  public Optional<CniError> unavailable() {
    return cluster
        .unready()
        .get()
        .map(reason -> CniError.of(CniErrorCode.NOT_AVAILABLE, "Weft is not ready: " + reason));
  }

  private CompletionStage<Void> apply(String what, SwitchChange change) {
    Future<Void> applied =
        vswitch
            .apply(change)
            .compose(answer ->
                switch (answer) {
                  case SwitchAnswer.Committed _ -> Future.succeededFuture();
                  case SwitchAnswer.Rejected(String reason) -> Future.failedFuture(reason);
                });
    return bounded(what, applied).toCompletionStage();
  }

  private Future<Void> bounded(String what, Future<Void> step) {
    Promise<Void> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            PATIENCE.toMillis(),
            _ ->
                promise.tryFail(
                    CniException.of(
                        CniErrorCode.TRY_AGAIN_LATER,
                        "the switch did not confirm %s within %d s; does ovs-vswitchd run?"
                            .formatted(what, PATIENCE.toSeconds()))));
    step.onSuccess(promise::tryComplete).onFailure(promise::tryFail);
    return promise.future().onComplete(_ -> vertx.cancelTimer(timer));
  }
}
