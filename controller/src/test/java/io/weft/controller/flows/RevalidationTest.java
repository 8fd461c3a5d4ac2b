package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weft.controller.fixture.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevalidationTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Void>> questions = new CopyOnWriteArrayList<>();
  private final Revalidation revalidation =
      new Revalidation(
          vertx,
          () -> {
            questions.add(Promise.promise());
            return questions.getLast().future();
          },
          SOON);

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  @Test
  void aVersionIsFollowedOnceTheRoundAfterItHasEnded() {
    revalidation.confirmed(1);
    Future<Void> first = revalidation.followed(1);
    assertThat(first.isComplete()).isFalse();
    questions.getFirst().complete();
    await(first);
    assertThat(revalidation.followed()).isEqualTo(1);
    assertThat(revalidation.followed(1).isComplete()).isTrue();
  }

  @Test
  void whatIsConfirmedDuringAQuestionIsCoveredByOneMore() {
    revalidation.confirmed(1);
    for (int version = 2; version <= 50; version++) {
      revalidation.changed();
      revalidation.confirmed(version);
    }
    Future<Void> last = revalidation.followed(50);
    questions.getFirst().complete();
    await(revalidation.followed(1));
    Await.until(() -> "a second question", SOON, () -> questions.size() == 2);
    assertThat(last.isComplete()).isFalse();
    questions.getLast().complete();
    await(last);
    assertThat(questions).hasSize(2);
  }

  @Test
  void aVersionThatSentNothingIsFollowedAtOnce() {
    revalidation.confirmed(1);
    questions.getFirst().complete();
    await(revalidation.followed(1));
    revalidation.confirmed(2);
    assertThat(revalidation.followed(2).isComplete()).isTrue();
    assertThat(questions).hasSize(1);
  }

  @Test
  void whereEverythingWasThrownAwayNothingIsAsked() {
    revalidation.changed();
    revalidation.nothingOlder();
    revalidation.confirmed(3);
    assertThat(revalidation.followed(3).isComplete()).isTrue();
    assertThat(questions).isEmpty();
  }

  @Test
  void aQuestionThatFailsIsAskedAgain() {
    revalidation.confirmed(1);
    questions.getFirst().fail("nobody answers");
    Await.until(() -> "a second question", SOON, () -> questions.size() == 2);
    assertThat(revalidation.followed()).isZero();
    questions.getLast().complete();
    await(revalidation.followed(1));
  }

  private static void await(Future<Void> future) {
    Await.until(() -> "the version", SOON, future::succeeded);
  }
}
