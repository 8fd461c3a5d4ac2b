package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.text.Names;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

  private static final OpenFlowError BAD_PORT = new OpenFlowError(1, 11, 0, Bytes.EMPTY);
  private static final OpenFlowError TABLE_FULL = new OpenFlowError(5, 1, 0, Bytes.EMPTY);

  private Instant now = Instant.EPOCH;

  @Test
  void aPacketThatCouldNotBeSentSaysNothingAboutFlows() {
    assertThat(Complaints.concernFlows(BAD_PORT, Optional.empty())).isFalse();
    assertThat(Complaints.concernFlows(TABLE_FULL, Optional.empty())).isTrue();
    assertThat(Complaints.concernFlows(BAD_PORT, Optional.of(new Change.DeleteAllGroups())))
        .isTrue();
  }

  @Test
  void aFloodOfErrorsIsOneLineEveryTenSeconds() {
    Complaints complaints = new Complaints(() -> now);
    assertThat(complaints.heard(BAD_PORT, Optional.empty(), () -> Names.NONE)).isTrue();
    now = now.plusSeconds(9);
    assertThat(complaints.heard(BAD_PORT, Optional.empty(), () -> Names.NONE)).isFalse();
    now = now.plusSeconds(1);
    assertThat(complaints.heard(BAD_PORT, Optional.empty(), () -> Names.NONE)).isTrue();
  }
}
