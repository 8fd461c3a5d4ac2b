package io.weft.ovsdb.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningSwitchTest {

  private static final String OLD = "ovs-vswitchd (Open vSwitch) 3.1.0";
  private static final String NEW = "ovs-vswitchd (Open vSwitch) 3.5.0";

  private final List<Promise<String>> questions = new ArrayList<>();
  private final RunningSwitch running =
      new RunningSwitch(() -> {
        questions.add(Promise.promise());
        return questions.getLast().future();
      });

  @Test
  void itIsAskedOnceHoweverManyWantToKnow() {
    Future<SwitchVersion> first = running.version();
    Future<SwitchVersion> second = running.version();
    questions.getFirst().complete(OLD);
    assertThat(first.result()).isEqualTo(new SwitchVersion(3, 1));
    assertThat(second.result()).isEqualTo(new SwitchVersion(3, 1));
    assertThat(running.version().result()).isEqualTo(new SwitchVersion(3, 1));
    assertThat(questions).hasSize(1);
  }

  @Test
  void anotherProcessIsAskedAnewAndALateAnswerOfTheOneBeforeIsNotItsOwn() {
    Future<SwitchVersion> before = running.version();
    running.restarted();
    Future<SwitchVersion> after = running.version();
    questions.getLast().complete(NEW);
    questions.getFirst().complete(OLD);
    assertThat(before.result()).isEqualTo(new SwitchVersion(3, 1));
    assertThat(after.result()).isEqualTo(new SwitchVersion(3, 5));
    assertThat(running.version().result()).isEqualTo(new SwitchVersion(3, 5));
    assertThat(questions).hasSize(2);
  }

  @Test
  void withoutAControlSocketItIsUnknownAndAskedAgain() {
    Future<SwitchVersion> without = running.version();
    questions.getFirst().fail(new CommandUnavailableException("no control socket"));
    assertThat(without.result()).isEqualTo(SwitchVersion.UNKNOWN);
    Future<SwitchVersion> later = running.version();
    questions.getLast().complete(NEW);
    assertThat(later.result()).isEqualTo(new SwitchVersion(3, 5));
  }

  @Test
  void oneThatDoesNotAnswerIsAskedAgain() {
    Future<SwitchVersion> silent = running.version();
    questions.getFirst().fail("does ovs-vswitchd run?");
    assertThat(silent.failed()).isTrue();
    Future<SwitchVersion> later = running.version();
    questions.getLast().complete(OLD);
    assertThat(later.result()).isEqualTo(new SwitchVersion(3, 1));
  }
}
