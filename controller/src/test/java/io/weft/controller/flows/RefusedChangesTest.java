package io.weft.controller.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.client.Refusal;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.text.Names;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedChangesTest {

  private static final OpenFlowError BAD_TYPE = new OpenFlowError(2, 0, 0, Bytes.EMPTY);
  private static final Change BAD = new Change.AddFlow(Flow.of(1, 1, 1, Match.any()));
  private static final Change GOOD = new Change.AddFlow(Flow.of(1, 2, 2, Match.any()));

  private final RefusedChanges refused = new RefusedChanges(() -> Names.NONE);

  @Test
  void theOthersRemain() {
    refused.add(List.of(new Refusal(0, BAD, BAD_TYPE)));
    assertThat(refused.remaining(List.of(BAD, GOOD))).containsExactly(GOOD);
    assertThat(refused.all()).containsOnlyKeys(BAD).containsValue(BAD_TYPE);
  }

  @Test
  void whatIsDesiredInAnotherFormIsTried() {
    refused.add(List.of(new Refusal(0, BAD, BAD_TYPE)));
    Change other = new Change.AddFlow(Flow.of(1, 1, 7, Match.any()));
    assertThat(refused.remaining(List.of(other))).containsExactly(other);
    assertThat(refused.all()).isEmpty();
  }

  @Test
  void whatWasNotWantedForAWhileIsTriedAgain() {
    refused.add(List.of(new Refusal(0, BAD, BAD_TYPE)));
    assertThat(refused.remaining(List.of(GOOD))).containsExactly(GOOD);
    assertThat(refused.remaining(List.of(BAD, GOOD))).containsExactly(BAD, GOOD);
  }

  @Test
  void anotherBridgeMayTakeAll() {
    refused.add(List.of(new Refusal(0, BAD, BAD_TYPE)));
    refused.forget();
    assertThat(refused.remaining(List.of(BAD))).containsExactly(BAD);
  }
}
