package io.weft.cni.command;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Work that is done one after the other for each key, and side by side for different keys. Used
/// by the owner's thread only.
final class KeyedQueue<K> {
  private final Executor owner;
  private final Map<K, CompletableFuture<Void>> tails = new HashMap<>();

  KeyedQueue(Executor owner) {
    this.owner = owner;
  }

  /// Starts the work when what was submitted earlier for the key is done, failed or not.
  <T> CompletableFuture<T> submit(K key, Supplier<CompletionStage<T>> work) {
    CompletableFuture<Void> former = tails.get(key);
    CompletableFuture<Void> tail = new CompletableFuture<>();
    tails.put(key, tail);
    CompletableFuture<T> result =
        former == null ? start(work) : former.thenComposeAsync(_ -> start(work), owner);
    return result.whenCompleteAsync(
        (_, _) -> {
          tails.remove(key, tail);
          tail.complete(null);
        },
        owner);
  }

  private static <T> CompletableFuture<T> start(Supplier<CompletionStage<T>> work) {
    try {
      return work.get().toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
