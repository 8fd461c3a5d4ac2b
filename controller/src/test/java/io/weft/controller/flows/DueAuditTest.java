package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DueAuditTest {

  private final DueAudit audit = new DueAudit();

  @Test
  void noneIsDueAtTheBeginning() {
    audit.postpone();
    assertThat(audit.isDue()).isFalse();
    assertThat(audit.isNext()).isFalse();
  }

  @Test
  void tenBundlesMayGoBeforeIt() {
    audit.begin();
    for (int bundle = 1; bundle <= 10; bundle++) {
      assertThat(audit.isNext()).as("bundle %d", bundle).isFalse();
      audit.postpone();
    }
    assertThat(audit.isNext()).isTrue();
    assertThat(audit.isDue()).isTrue();
  }

  @Test
  void whenItHasTakenPlaceNoneIsDue() {
    audit.begin();
    audit.end();
    assertThat(audit.isDue()).isFalse();
  }
}
