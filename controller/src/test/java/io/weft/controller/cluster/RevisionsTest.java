package io.weft.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  private final Revisions revisions = new Revisions();

  @Test
  void aRevisionIsSettledWithAllBefore() {
    Future<Void> first = revisions.settled(1);
    Future<Void> third = revisions.settled(3);
    revisions.confirm(2);
    assertThat(first.succeeded()).isTrue();
    assertThat(third.isComplete()).isFalse();
    assertThat(revisions.settled(2).succeeded()).isTrue();
    revisions.confirm(3);
    assertThat(third.succeeded()).isTrue();
  }

  @Test
  void revisionsDoNotGoBack() {
    revisions.confirm(5);
    revisions.confirm(4);
    assertThat(revisions.confirmed()).isEqualTo(5);
  }
}
