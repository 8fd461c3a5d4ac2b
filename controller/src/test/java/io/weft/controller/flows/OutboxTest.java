package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.match.Match;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Vertx vertx = Vertx.vertx();
  private final Outbox outbox = new Outbox(new Pace(vertx, Duration.ofHours(1), () -> {}));

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  private static List<Change> change(int priority) {
    return List.of(new Change.AddFlow(Flow.of(1, priority, 0, Match.any())));
  }

  @Test
  void whatIsTakenOutIsInTheOrderInWhichItCameAndGone() {
    outbox.add(change(1), Urgency.SOON);
    outbox.add(change(2), Urgency.AT_ONCE);
    assertThat(outbox.take()).containsExactly(change(1).getFirst(), change(2).getFirst());
    assertThat(outbox.isEmpty()).isTrue();
  }

  @Test
  void afterABundleTheNextWaitsUnlessOneOfItsChangesIsUrgent() {
    outbox.add(change(1), Urgency.SOON);
    assertThat(outbox.take()).hasSize(1);
    outbox.gone();
    outbox.add(change(2), Urgency.SOON);
    assertThat(outbox.mayGo()).isFalse();
    outbox.add(change(3), Urgency.AT_ONCE);
    assertThat(outbox.mayGo()).isTrue();
  }

  @Test
  void whoeverWaitsForWhatARepairLeavesOutIsNotForgotten() {
    outbox.add(change(1), Urgency.AT_ONCE);
    outbox.gone();
    assertThat(outbox.mayGo()).isTrue();
    assertThat(outbox.take()).hasSize(1);
    outbox.gone();
    assertThat(outbox.mayGo()).isFalse();
  }
}
