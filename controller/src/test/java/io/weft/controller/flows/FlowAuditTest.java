package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.match.Match;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowAuditTest {

  private static final Flow HELD = Flow.of(1, 2, 3, Match.any());
  private static final Flow OTHER = Flow.of(9, 2, 3, Match.any());

  @Test
  void withoutRepairThereIsNoDifference() {
    assertThat(FlowAudit.of(List.of(HELD), List.of()).clean()).isTrue();
  }

  @Test
  void whatIsAddedWasMissingUnlessItWasHeldInAnotherForm() {
    FlowAudit audit =
        FlowAudit.of(
            List.of(HELD),
            List.of(
                new Change.AddFlow(HELD),
                new Change.AddFlow(OTHER),
                new Change.ModifyFlow(HELD),
                new Change.DeleteFlow(OTHER.key()),
                new Change.DeleteGroup(7),
                new Change.DeleteMeter(7)));
    assertThat(audit.missing()).isEqualTo(1);
    assertThat(audit.altered()).isEqualTo(2);
    assertThat(audit.foreign()).isEqualTo(3);
    assertThat(audit.examples()).hasSize(5);
    assertThat(audit.clean()).isFalse();
  }
}
