package io.weft.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/// The same work on several things at a time, at most eight.
final class Parallel {

  private static final int WIDTH = 8;

  private Parallel() {}

  /// Applies `work` to each and returns the results in order.
  ///
  /// Every piece of work is finished when it returns or throws; the first failure is thrown.
  static <A, B> List<B> map(List<A> things, Function<A, B> work) {
    List<B> results = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(WIDTH, Thread.ofPlatform().daemon().factory())) {
      List<Future<B>> futures = new ArrayList<>();
      things.forEach(thing -> futures.add(threads.submit(() -> work.apply(thing))));
      for (Future<B> future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          failures.add(
              e.getCause() instanceof RuntimeException cause
                  ? cause
                  : new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted", e);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return results;
  }

  /// Does `work` on each.
  static <A> void each(List<A> things, Consumer<A> work) {
    List<Boolean> _ =
        map(
            things,
            thing -> {
              work.accept(thing);
              return true;
            });
  }
}
