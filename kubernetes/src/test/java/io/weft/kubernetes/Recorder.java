package io.weft.kubernetes;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A listener that remembers, and waits for conditions.
public final class Recorder implements ClusterSource.Listener {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ClusterState state = ClusterState.EMPTY;
  private final List<List<ClusterChange>> batches = new ArrayList<>();
  private final List<BrokenObject> broken = new ArrayList<>();
  private boolean synced;
  private String revision = "";

  @Override
  public synchronized void changed(List<ClusterChange> changes) {
    batches.add(changes);
    state = state.after(changes);
    notifyAll();
  }

  @Override
  public synchronized void synced() {
    if (synced) {
      throw new AssertionError("synced twice");
    }
    synced = true;
    notifyAll();
  }

  @Override
  public synchronized void broken(BrokenObject object) {
    broken.removeIf(
        known -> known.place().equals(object.place()) && known.subject().equals(object.subject()));
    broken.add(object);
    notifyAll();
  }

  @Override
  public synchronized void mended(BrokenObject object) {
    if (!broken.remove(object)) {
      throw new AssertionError("never broken: " + object);
    }
    notifyAll();
  }

  @Override
  public synchronized void revision(String text) {
    revision = text;
    notifyAll();
  }

  public synchronized ClusterState state() {
    return state;
  }

  public synchronized boolean isSynced() {
    return synced;
  }

  public synchronized String revision() {
    return revision;
  }

  public synchronized List<String> broken() {
    return broken.stream().map(BrokenObject::toString).toList();
  }

  public synchronized List<List<ClusterChange>> batches() {
    return List.copyOf(batches);
  }

  /// Returns when the condition holds, and fails after a while with what there is instead.
  public synchronized Recorder await(String what, Predicate<Recorder> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(this)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(
            "still waiting for: %s; state %s, broken %s, synced %s, revision %s"
                .formatted(what, state.objects().keySet(), broken(), synced, revision));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return this;
  }
}
