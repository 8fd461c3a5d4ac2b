package io.weft.lab.bench.churn;

import io.weft.lab.agent.AgentClient;
import io.weft.lab.agent.AgentUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long an agent lets somebody wait who asks its event loop for nothing: `/healthz`, every 50 ms
/// over its socket. That is what the loop was busy for, plus what asking costs.
final class LoopLag implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final AgentClient agent;
  private final List<Double> millis = new ArrayList<>();
  private final Thread asking;

  /// Begins to ask.
  LoopLag(AgentClient agent) {
    this.agent = agent;
    this.asking = Thread.ofPlatform().daemon().name("weft-loop-lag").start(this::ask);
  }

  private void ask() {
    try {
      while (true) {
        long start = System.nanoTime();
        int status = agent.ask("/healthz").status();
        if (status != 200) {
          throw new IllegalStateException("/healthz answers " + status);
        }
        synchronized (millis) {
          millis.add((System.nanoTime() - start) / 1e6);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      // Enough was asked.
    } catch (AgentUnreachableException e) {
      if (!Thread.currentThread().isInterrupted()) {
        throw e; // Otherwise enough was asked, in the middle of a question.
      }
    }
  }

  /// Stops asking.
  ///
  /// @return every wait, milliseconds
  List<Double> stop() {
    close();
    synchronized (millis) {
      return List.copyOf(millis);
    }
  }

  @Override
  public void close() {
    asking.interrupt();
    try {
      asking.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
