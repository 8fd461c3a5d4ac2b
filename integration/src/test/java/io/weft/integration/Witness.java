package io.weft.integration;

import io.weft.lab.Lab;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tries the same new connections over and over while something else happens, and remembers the first
/// that went another way than it must.
final class Witness implements AutoCloseable {

  /// Less than TCP waits before it sends its first packet again (RFC 6298): a lost one counts.
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<String> testimony;

  private Witness(Lab lab, List<Probe> answered, List<Probe> dropped) {
    this.testimony = CompletableFuture.supplyAsync(() -> watch(lab, answered, dropped));
  }

  /// Watches until [#testimony] or [#close].
  ///
  /// @param answered what must always be answered
  /// @param dropped what must always be met by silence
  static Witness of(Lab lab, List<Probe> answered, List<Probe> dropped) {
    return new Witness(lab, answered, dropped);
  }

  private String watch(Lab lab, List<Probe> answered, List<Probe> dropped) {
    List<Probe> probes = new ArrayList<>();
    answered.forEach(probe -> probes.add(probe.withTimeout(PATIENCE)));
    probes.addAll(dropped);
    int rounds = 0;
    do {
      List<Outcome> outcomes = lab.prober().run(probes);
      for (int i = 0; i < probes.size(); i++) {
        boolean right =
            i < answered.size()
                ? outcomes.get(i) instanceof Outcome.Answered
                : outcomes.get(i) instanceof Outcome.Dropped;
        if (!right) {
          return "in round %d: %s: %s".formatted(rounds, probes.get(i), outcomes.get(i));
        }
      }
      rounds++;
    } while (!over.get());
    return "as it must be";
  }

  /// Stops watching. `as it must be`, or what was seen.
  String testimony() {
    over.set(true);
    return testimony.join();
  }

  @Override
  public void close() {
    over.set(true);
  }
}
