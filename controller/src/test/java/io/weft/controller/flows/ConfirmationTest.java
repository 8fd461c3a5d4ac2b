package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Boolean>> consequences = new ArrayList<>();
  private final List<Promise<Void>> questions = new ArrayList<>();
  private final Confirmation confirmation =
      new Confirmation(
          new Revalidation(
              vertx,
              () -> {
                questions.add(Promise.promise());
                return questions.getLast().future();
              },
              Duration.ofHours(1)));

  ConfirmationTest() {
    confirmation.afterChanges(() -> {
      consequences.add(Promise.promise());
      return consequences.getLast().future();
    });
  }

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  private void settle() {
    Future<Void> first = confirmation.followUp();
    consequences.getLast().complete(true);
    assertThat(first.succeeded()).isTrue();
    confirmation.confirm(confirmation.desired());
  }

  @Test
  void whatAnEarlierAgentLeftUndoneIsDoneOnce() {
    settle();
    assertThat(confirmation.followUp().succeeded()).isTrue();
    assertThat(consequences).hasSize(1);
    assertThat(confirmation.followed(0).succeeded()).isTrue();
    assertThat(questions).isEmpty();
  }

  @Test
  void whatFollowsAChangeComesBeforeItsConfirmation() {
    settle();
    confirmation.desireMore();
    Future<Void> next = confirmation.next();
    confirmation.changed();
    assertThat(confirmation.upToDate()).isFalse();
    assertThat(confirmation.followUp().isComplete()).isFalse();
    consequences.getLast().complete(false);
    confirmation.confirm(1);
    assertThat(next.succeeded()).isTrue();
    assertThat(confirmation.upToDate()).isTrue();
    assertThat(confirmation.followed()).isZero();
    assertThat(questions).hasSize(1);
  }

  @Test
  void whatFailsIsDoneAgain() {
    settle();
    confirmation.changed();
    Future<Void> failing = confirmation.followUp();
    consequences.getLast().fail("nobody answers");
    assertThat(failing.failed()).isTrue();
    assertThat(confirmation.followUp().isComplete()).isFalse();
    assertThat(consequences).hasSize(3);
  }

  @Test
  void anAnswerFromBeforeAConnectionWasLostCountsForNothing() {
    Future<Void> lost = confirmation.followUp();
    confirmation.connectionLost();
    consequences.getLast().complete(true);
    assertThat(lost.isComplete()).isFalse();
    assertThat(confirmation.followUp().isComplete()).isFalse();
    assertThat(consequences).hasSize(2);
  }

  @Test
  void afterALostConnectionPacketsAreNotKnownToGoByAnything() {
    settle();
    confirmation.connectionLost();
    confirmation.desireMore();
    assertThat(confirmation.followUp().isComplete()).isFalse();
    consequences.getLast().complete(false);
    confirmation.confirm(1);
    assertThat(confirmation.followed(1).isComplete()).isFalse();
    questions.getFirst().complete();
    assertThat(confirmation.followed()).isEqualTo(1);
  }
}
