package io.weft.lab.cases;

import io.weft.lab.topology.Tunnel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Runs many cases, some at a time, each worker with an engine of its own.
///
/// @param engine what tries them
/// @param jobs how many workers, at least 1
/// @param tunnel for labs
public record Cases(Engine engine, int jobs, Tunnel tunnel) {

  /// What tries cases.
  public enum Engine {
    real,
    model
  }

  public Cases {
    if (jobs < 1 || jobs > 26) {
      throw new IllegalArgumentException("1 to 26 jobs, not " + jobs);
    }
  }

  /// Runs all cases and returns when the last has ended and every lab is gone.
  ///
  /// Cases with the same nodes run one after another, so that they share a lab.
  ///
  /// @param report called after each case, by one thread at a time
  public void run(List<CaseFile> files, Consumer<CaseResult> report) {
    List<CaseFile> tried = new ArrayList<>();
    for (CaseFile file : files) {
      Optional<String> missing = Capabilities.missing(file);
      if (missing.isPresent()) {
        report.accept(CaseResult.skipped(file.id(), missing.get()));
      } else {
        tried.add(file);
      }
    }
    tried.sort(Comparator.comparing(file -> file.nodes().toString()));
    Deque<CaseFile> queue = new ArrayDeque<>(tried);
    List<CompletableFuture<Boolean>> workers = new ArrayList<>();
    for (int worker = 0; worker < Math.min(jobs, tried.size()); worker++) {
      String name =
          "c%s%c".formatted(Long.toString(ProcessHandle.current().pid(), 36), 'a' + worker);
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      workers.add(done);
      Thread _ = Thread.ofPlatform().daemon().start(() -> work(name, queue, report, done));
    }
    workers.forEach(CompletableFuture::join);
  }

  private void work(
      String name,
      Deque<CaseFile> queue,
      Consumer<CaseResult> report,
      CompletableFuture<Boolean> done) {
    try {
      work(name, queue, report);
      done.complete(true);
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void work(String name, Deque<CaseFile> queue, Consumer<CaseResult> report) {
    try (CaseEngine worker = engine(name)) {
      for (Optional<CaseFile> next = take(queue); next.isPresent(); next = take(queue)) {
        CaseResult result = CaseRunner.run(next.get(), worker);
        synchronized (queue) {
          report.accept(result);
        }
      }
    }
  }

  private CaseEngine engine(String name) {
    return switch (engine) {
      case real -> new RealEngine(name, tunnel);
      case model -> new ModelEngine();
    };
  }

  private static Optional<CaseFile> take(Deque<CaseFile> queue) {
    synchronized (queue) {
      return Optional.ofNullable(queue.poll());
    }
  }
}
