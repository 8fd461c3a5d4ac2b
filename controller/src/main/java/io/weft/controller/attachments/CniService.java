package io.weft.controller.attachments;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.weft.cni.command.CniCommands;
import io.weft.cni.relay.RelayReply;
import io.weft.cni.relay.RelayRequest;
import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniVersion;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.linux.LinuxPodWiring;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers CNI requests: before the node is known with "try again later", then by the commands.
///
/// Used on the agent's event loop; what blocks runs on a pool of its own.
public final class CniService {

  private static final Logger LOG = LoggerFactory.getLogger(CniService.class);
  private static final int WIRING_THREADS = 4;

  private final Context context;
  private final WorkerExecutor wiring;
  private final PodPorts ports;
  private final LocalPods pods;
  private final Supplier<Optional<String>> unready;
  private PodLink.@Nullable Node node;
  private @Nullable CniCommands commands;
  private long requests;
  private long failures;

  /// @param unready why no ADD can succeed; empty if nothing stands against it
  public CniService(
      Vertx vertx,
      Context context,
      PodPorts ports,
      LocalPods pods,
      Supplier<Optional<String>> unready) {
    this.context = context;
    this.ports = ports;
    this.pods = pods;
    this.unready = unready;
    this.wiring = vertx.createSharedWorkerExecutor("wiring", WIRING_THREADS);
  }

  /// From now on Pods are attached like this. The first time, the attachments of OVSDB are taken over;
  /// it must have been read by [LocalPods] before.
  ///
  /// @throws IllegalArgumentException if the Pod CIDRs make no pool
  public void node(PodLink.Node wanted) {
    if (wanted.equals(node)) {
      return;
    }
    commands = commands == null ? first(wanted) : commands.with(wanted);
    node = wanted;
    LOG.atInfo()
        .addKeyValue("podCidrs", wanted.podCidrs())
        .addKeyValue("mtu", wanted.mtu())
        .addKeyValue("attachments", pods.attachments().size())
        .log("CNI commands ready");
  }

  private CniCommands first(PodLink.Node wanted) {
    CniCommands made =
        new CniCommands(
            wanted,
            ports,
            new LinuxPodWiring(),
            new CniCommands.Executors(
                task -> context.runOnContext(_ -> task.run()),
                task ->
                    wiring.executeBlocking(
                        () -> {
                          task.run();
                          return null;
                        },
                        false)),
            InstantSource.system());
    made.restore(pods.attachments());
    made.removeStrays()
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.atWarn()
                .addKeyValue("problem", failure.getMessage())
                .log("left-over Pod interfaces could not be removed");
          }
        });
    return made;
  }

  /// Answers one request.
  public CompletionStage<RelayReply> answer(RelayRequest request) {
    requests++;
    CompletionStage<RelayReply> reply = commands == null ? tooEarly() : commands.relay(request);
    return reply.whenComplete((answer, failure) -> {
      if (failure != null || !answer.success()) {
        failures++;
      }
    });
  }

  private CompletionStage<RelayReply> tooEarly() {
    String reason = unready.get().orElse("the agent is starting");
    return CompletableFuture.completedFuture(
        RelayReply.failure(
            CniError.of(CniErrorCode.TRY_AGAIN_LATER, "Weft is not ready: " + reason),
            CniVersion.newest()));
  }

  /// How many requests came, of all kinds.
  public long requests() {
    return requests;
  }

  /// How many of them were answered with an error.
  public long failures() {
    return failures;
  }
}
