package io.weft.pipeline.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.action.Action.Conjunction;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie.Kind;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerTest {

  private static final Match HTTP = Match.ipv4().with(Field.IP_PROTO, 6).with(Field.TCP_DST, 80);
  private static final Owner A = new Owner(Kind.POLICY, "a");
  private static final Owner B = new Owner(Kind.POLICY, "b");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void historyLeavesNoTraceAndEachDifferenceLeadsToTheProgram(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Ledger ledger = new Ledger();
    Map<Owner, Contribution> held = new TreeMap<>();
    FlowProgram onSwitch = FlowProgram.EMPTY;
    for (int i = 0; i < 40; i++) {
      Owner owner = new Owner(Kind.POLICY, "p" + random.nextInt(5));
      Contribution contribution = random.nextInt(4) == 0 ? Contribution.NONE : contribution(random);
      ledger.put(owner, contribution);
      held.put(owner, contribution);
      if (random.nextBoolean()) {
        onSwitch = ledger.drain().applyTo(onSwitch);
        assertThat(onSwitch).isEqualTo(ledger.program());
      }
    }
    Ledger fresh = new Ledger();
    held.forEach(fresh::put);
    assertThat(fresh.program()).isEqualTo(ledger.program());
  }

  private static Contribution contribution(SplittableRandom random) {
    Contribution.Builder builder = Contribution.of(Kind.POLICY, random.nextInt(3));
    for (int i = random.nextInt(4); i > 0; i--) {
      builder.clause(
          Table.INGRESS_RULES,
          Priority.rules(0),
          Mark.PEER_IDENTITY.is(random.nextInt(3)),
          new Conjunction(random.nextInt(5), 1 + random.nextInt(2), 2));
    }
    if (random.nextBoolean()) {
      builder.flow(Table.ROUTE, Priority.NORMAL, HTTP, Table.TTL.go());
    }
    return builder.build();
  }

  @Test
  void aSharedFlowDoesWhatAllItsOwnersWant() {
    Ledger ledger = new Ledger();
    ledger.put(A, clause(7));
    ledger.put(B, clause(3));
    assertThat(onlyFlow(ledger).actions())
        .containsExactly(new Conjunction(3, 1, 2), new Conjunction(7, 1, 2));
    ledger.drain();
    ledger.remove(B);
    assertThat(ledger.drain().changes()).containsExactly(new Change.ModifyFlow(onlyFlow(ledger)));
    assertThat(onlyFlow(ledger).actions()).containsExactly(new Conjunction(7, 1, 2));
  }

  @Test
  void ofTwoOwnersOfOneFlowTheSmallerHasIt() {
    Ledger ledger = new Ledger();
    ledger.put(B, own(2));
    ledger.put(A, own(1));
    assertThat(onlyFlow(ledger)).isIn(own(1).flows());
    ledger.remove(A);
    assertThat(onlyFlow(ledger)).isIn(own(2).flows());
  }

  @Test
  void whatIsPutAndTakenBackBeforeAnybodyAsksIsNoChange() {
    Ledger ledger = new Ledger();
    ledger.put(A, own(1));
    ledger.remove(A);
    assertThat(ledger.drain().isEmpty()).isTrue();
  }

  @Test
  void aStageThatWritesOneFlowTwiceDifferentlyIsAFault() {
    Contribution.Builder builder = Contribution.of(Kind.POD, 1);
    builder.flow(Table.ROUTE, Priority.NORMAL, HTTP, Table.TTL.go());
    assertThatThrownBy(() -> builder.drop(Table.ROUTE, Priority.NORMAL, Purpose.LOOP, HTTP))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Contribution clause(long id) {
    return Contribution.of(Kind.POLICY, 1)
        .clause(Table.INGRESS_RULES, Priority.rules(3), HTTP, new Conjunction(id, 1, 2))
        .build();
  }

  private static Contribution own(int number) {
    return Contribution.of(Kind.POD, number)
        .flow(Table.DESTINATION, Priority.NORMAL, HTTP, Mark.OUT_PORT.set(number))
        .build();
  }

  private static Flow onlyFlow(Ledger ledger) {
    List<Flow> flows = ledger.program().sortedFlows();
    assertThat(flows).hasSize(1);

    return flows.getFirst();
  }
}
