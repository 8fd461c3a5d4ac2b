package io.weft.cni.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodWiring;
import io.weft.cni.wiring.WiringException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RemovalsTest {

  /// An operating system that removes when the test says so.
  private static final class Scripted implements PodWiring {
    final List<Set<String>> calls = new ArrayList<>();
    final Set<String> stuck = new HashSet<>();

    @Override
    public void detach(Collection<String> hostInterfaces) {
      calls.add(Set.copyOf(hostInterfaces));
      if (hostInterfaces.stream().anyMatch(stuck::contains)) {
        throw new WiringException("stuck");
      }
    }

    @Override
    public void attach(PodLink link) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void announce(PodLink link) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> differences(PodLink link) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> hostInterfaces() {
      throw new UnsupportedOperationException();
    }
  }

  private final Scripted wiring = new Scripted();
  private final Queue<Runnable> blocking = new ArrayDeque<>();
  private final Removals removals =
      new Removals(wiring, new CniCommands.Executors(Runnable::run, blocking::add));

  private void work() {
    while (!blocking.isEmpty()) {
      blocking.remove().run();
    }
  }

  @Test
  void theFirstIsRemovedAtOnceAndThoseThatComeMeanwhileTogether() {
    CompletableFuture<Void> first = removals.remove("a");
    assertThat(blocking).hasSize(1);
    List<CompletableFuture<Void>> meanwhile = List.of(removals.remove("b"), removals.remove("c"));
    assertThat(blocking).hasSize(1);
    blocking.remove().run();
    assertThat(first).isCompleted();
    assertThat(meanwhile).noneMatch(CompletableFuture::isDone);
    work();
    assertThat(meanwhile).allMatch(CompletableFuture::isDone);
    assertThat(wiring.calls).containsExactly(Set.of("a"), Set.of("b", "c"));
  }

  @Test
  void oneThatCannotBeRemovedDoesNotKeepTheOthers() {
    wiring.stuck.add("b");
    CompletableFuture<Void> first = removals.remove("a");
    CompletableFuture<Void> stuck = removals.remove("b");
    CompletableFuture<Void> last = removals.remove("c");
    work();
    assertThat(first).isCompleted();
    assertThat(last).isCompleted();
    assertThat(stuck).isCompletedExceptionally();
    assertThat(Failures.cause(stuck.exceptionNow())).hasMessage("stuck");
    assertThat(removals.remove("d")).isNotDone();
    work();
    assertThat(wiring.calls).last().isEqualTo(Set.of("d"));
  }

  @Test
  void oneThatIsAskedForTwiceIsRemovedOnce() {
    CompletableFuture<Void> busy = removals.remove("a");
    assertThat(removals.remove("b")).isSameAs(removals.remove("b"));
    work();
    assertThat(busy).isCompleted();
    assertThat(wiring.calls).containsExactly(Set.of("a"), Set.of("b"));
  }
}
