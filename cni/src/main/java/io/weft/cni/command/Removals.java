package io.weft.cni.command;

import io.weft.cni.wiring.PodWiring;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Removes host interfaces: one at once if nothing is being removed, and those that come meanwhile
/// together when that is done. The kernel waits for a batch as long as for one.
///
/// Used by the owner's thread only.
final class Removals {
  private final PodWiring wiring;
  private final CniCommands.Executors executors;
  private Map<String, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
  private boolean removing;

  Removals(PodWiring wiring, CniCommands.Executors executors) {
    this.wiring = wiring;
    this.executors = executors;
  }

  /// Completes on the owner's thread when the interface is gone.
  CompletableFuture<Void> remove(String hostInterface) {
    CompletableFuture<Void> removed =
        waiting.computeIfAbsent(hostInterface, _ -> new CompletableFuture<>());
    if (!removing) {
      next();
    }
    return removed;
  }

  private void next() {
    if (waiting.isEmpty()) {
      return;
    }
    Map<String, CompletableFuture<Void>> batch = waiting;
    waiting = new LinkedHashMap<>();
    removing = true;
    var _ =
        detach(batch.keySet())
            .exceptionallyComposeAsync(e -> singly(batch, e), executors.owner())
            .thenRunAsync(
                () -> {
                  removing = false;
                  next();
                  batch.values().forEach(removed -> removed.complete(null));
                },
                executors.owner());
  }

  /// After a batch that failed: one that cannot be removed shall not keep the others.
  private CompletableFuture<Void> singly(
      Map<String, CompletableFuture<Void>> batch, Throwable failure) {
    if (batch.size() == 1) {
      batch.values().forEach(removed -> removed.completeExceptionally(failure));
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.allOf(
        batch.entrySet().stream()
            .map(one -> single(one.getKey(), one.getValue()))
            .toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> single(String hostInterface, CompletableFuture<Void> removed) {
    return detach(List.of(hostInterface))
        .handleAsync(
            (_, failure) -> {
              if (failure != null) {
                removed.completeExceptionally(failure);
              }
              return null;
            },
            executors.owner());
  }

  private CompletableFuture<Void> detach(Collection<String> hostInterfaces) {
    Set<String> names = Set.copyOf(hostInterfaces);
    return CompletableFuture.runAsync(() -> wiring.detach(names), executors.wiring());
  }
}
