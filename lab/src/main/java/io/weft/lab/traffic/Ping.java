package io.weft.lab.traffic;

import io.weft.lab.process.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// ICMP echo by ping(8), a few at a time.
final class Ping {

  private static final Semaphore RUNNING = new Semaphore(16);

  private Ping() {}

  static void start(Probe probe, CompletableFuture<Outcome> outcome) {
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              RUNNING.acquireUninterruptibly();
              try {
                outcome.complete(read(Command.of(command(probe)).finish()));
              } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
              } finally {
                RUNNING.release();
              }
            });
  }

  private static List<String> command(Probe probe) {
    long seconds = Math.max(1, (probe.timeout().toMillis() + 999) / 1000);
    List<String> words = new ArrayList<>(List.of("ping", "-n", "-c", "1", "-W", "" + seconds));
    probe.source().ifPresent(source -> words.addAll(List.of("-I", source.toString())));
    words.add(probe.destination().toString());
    return probe.namespace().command(words);
  }

  /// ping(8) exits with 0 for an echo, 1 for none, 2 for its own errors.
  static Outcome read(Command.Result result) {
    if (result.succeeded()) {
      return new Outcome.Echoed();
    }
    for (String line : (result.output() + "\n" + result.error()).split("\n", -1)) {
      if (line.contains("nreachable") || line.contains("rohibited") || line.contains("iltered")) {
        return new Outcome.Rejected(line.strip());
      }
    }
    return result.exit() == 1
        ? new Outcome.Dropped()
        : new Outcome.Rejected(result.error().strip());
  }
}
