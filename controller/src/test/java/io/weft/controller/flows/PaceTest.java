package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final CountDownLatch due = new CountDownLatch(1);

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  private Pace pace(Duration apart) {
    return new Pace(vertx, apart, due::countDown);
  }

  @Test
  void theFirstBundleGoesAtOnceAndTheNextWaits() {
    Pace pace = pace(LONG);
    assertThat(pace.mayGo()).isTrue();
    assertThat(pace.mayGo()).isTrue();
    pace.gone(true);
    assertThat(pace.mayGo()).isFalse();
  }

  @Test
  void whoeverWaitsHurriesOneBundle() {
    Pace pace = pace(LONG);
    pace.gone(true);
    pace.hurry();
    assertThat(pace.mayGo()).isTrue();
    pace.gone(true);
    assertThat(pace.mayGo()).isFalse();
  }

  @Test
  void whoeverWaitsForWhatABundleLeavesOutHurriesTheNext() {
    Pace pace = pace(LONG);
    pace.hurry();
    pace.gone(false);
    assertThat(pace.mayGo()).isTrue();
    pace.gone(true);
    assertThat(pace.mayGo()).isFalse();
  }

  @Test
  void whenABundleMayGoAfterAllThatIsTold() throws InterruptedException {
    Pace pace = pace(Duration.ofMillis(30));
    pace.gone(true);
    if (!pace.mayGo()) {
      assertThat(due.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(pace.mayGo()).isTrue();
  }

  @Test
  void withoutAPauseEachBundleGoesAtOnce() {
    Pace pace = pace(Duration.ZERO);
    pace.gone(true);
    assertThat(pace.mayGo()).isTrue();
  }
}
