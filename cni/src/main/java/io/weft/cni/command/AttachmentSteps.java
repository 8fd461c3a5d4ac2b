package io.weft.cni.command;

import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.HostInterfaceName;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodWiring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// The steps that make and remove one attachment, in their order.
final class AttachmentSteps {
  private final PodLink.Node node;
  private final PodSwitch podSwitch;
  private final PodWiring wiring;
  private final CniCommands.Executors executors;
  private final Removals removals;
  private final Map<Attachment, CompletableFuture<Void>> flowRemovals = new HashMap<>();

  AttachmentSteps(
      PodLink.Node node, PodSwitch podSwitch, PodWiring wiring, CniCommands.Executors executors) {
    this.node = node;
    this.podSwitch = podSwitch;
    this.wiring = wiring;
    this.executors = executors;
    this.removals = new Removals(wiring, executors);
  }

  /// Interface, port, flows; while the interface is made, what the flows need is fetched.
  CompletionStage<Void> make(Attachment attachment) {
    CompletionStage<Void> known = podSwitch.podKnown(attachment);
    return blocking(() -> wiring.attach(PodLink.of(attachment, node)))
        .thenComposeAsync(_ -> podSwitch.addPort(attachment), executors.owner())
        .thenCombine(known, (_, _) -> attachment)
        .thenComposeAsync(_ -> forwarding(attachment), executors.owner());
  }

  /// Port and flows of an interface that is there.
  CompletionStage<Void> connect(Attachment attachment) {
    return podSwitch
        .addPort(attachment)
        .thenCombine(podSwitch.podKnown(attachment), (_, _) -> attachment)
        .thenComposeAsync(_ -> forwarding(attachment), executors.owner());
  }

  private CompletionStage<Void> forwarding(Attachment attachment) {
    return podSwitch
        .flowsReady(attachment)
        .thenCompose(_ -> blocking(() -> wiring.announce(PodLink.of(attachment, node))));
  }

  /// Flows, port, interface; stops at the first failure, so that it can be repeated.
  CompletionStage<Void> remove(Attachment attachment) {
    CompletableFuture<Void> flows = podSwitch.removeFlows(attachment).toCompletableFuture();
    flowRemovals.put(attachment, flows);
    return flows
        .whenCompleteAsync((_, _) -> flowRemovals.remove(attachment), executors.owner())
        .thenComposeAsync(_ -> othersFlows(), executors.owner())
        .thenComposeAsync(_ -> podSwitch.removePort(attachment), executors.owner())
        .thenComposeAsync(_ -> detach(attachment.hostInterface()), executors.owner());
  }

  /// Completes when the flows that are being removed now are out, or could not be removed. A switch
  /// that takes a port away, which is slow, confirms no flows meanwhile: so flows go first.
  private CompletableFuture<Void> othersFlows() {
    return CompletableFuture.allOf(
        flowRemovals.values().stream()
            .map(others -> others.exceptionally(_ -> null))
            .toArray(CompletableFuture[]::new));
  }

  /// Removes what a failed ADD has made: every step is tried; what fails is noted in `reason`.
  CompletionStage<Void> takeBack(Attachment attachment, Throwable reason) {
    return trying(() -> podSwitch.removeFlows(attachment), reason)
        .thenComposeAsync(
            _ -> trying(() -> podSwitch.removePort(attachment), reason), executors.owner())
        .thenComposeAsync(
            _ -> trying(() -> detach(attachment.hostInterface()), reason), executors.owner());
  }

  private static CompletionStage<Void> trying(
      Supplier<CompletionStage<Void>> step, Throwable reason) {
    Throwable cause = Failures.cause(reason);
    return CompletableFuture.<Void>completedFuture(null)
        .thenCompose(_ -> step.get())
        .handle((_, failure) -> {
          if (failure != null && !cause.equals(Failures.cause(failure))) {
            cause.addSuppressed(Failures.cause(failure));
          }
          return null;
        });
  }

  CompletionStage<Void> detachUnknown(AttachmentKey key) {
    return detach(HostInterfaceName.of(key));
  }

  CompletableFuture<Void> detach(String hostInterface) {
    return removals.remove(hostInterface);
  }

  CompletionStage<List<String>> differences(Attachment attachment) {
    return blocking(() -> wiring.differences(PodLink.of(attachment, node)));
  }

  CompletionStage<List<String>> hostInterfaces() {
    return blocking(wiring::hostInterfaces);
  }

  private CompletableFuture<Void> blocking(Runnable work) {
    return CompletableFuture.runAsync(work, executors.wiring());
  }

  private <T> CompletableFuture<T> blocking(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, executors.wiring());
  }
}
