package io.weft.pipeline.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowDiffTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theDifferenceAppliedToTheFirstIsTheSecond(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FlowProgram a = program(random);
    FlowProgram b = program(random);
    assertThat(FlowDiff.between(a, b).applyTo(a)).isEqualTo(b);
    assertThat(FlowDiff.between(a, a).changes()).isEmpty();
    assertThat(FlowDiff.between(FlowProgram.EMPTY, b).applyTo(FlowProgram.EMPTY)).isEqualTo(b);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingGoesBeforeWhatReplacesItIsIn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean deleting = false;
    for (Change change : FlowDiff.between(program(random), program(random)).changes()) {
      switch (change) {
        case Change.AddFlow _,
            Change.ModifyFlow _,
            Change.AddGroup _,
            Change.InsertBuckets _,
            Change.AddMeter _ ->
            assertThat(deleting).isFalse();
        case Change.DeleteFlow _,
            Change.RemoveBuckets _,
            Change.DeleteGroup _,
            Change.DeleteMeter _ ->
            deleting = true;
        default -> assertThat(change).isNotInstanceOf(Change.DeleteFlows.class);
      }
    }
  }

  @Test
  void aFlowThatChangesItsActionsKeepsItsCounters() {
    Flow before = Flow.of(60, 1, 0, Match.ipv4(), Table.ROUTE.go());
    Flow after = Flow.of(60, 1, 0, Match.ipv4());
    assertThat(FlowDiff.between(flows(before), flows(after)).changes())
        .containsExactly(new Change.ModifyFlow(after));
  }

  @Test
  void aFlowThatChangesItsCookieIsAddedAnewForASwitchKeepsTheCookieOfAModifiedOne() {
    Flow before = Flow.of(60, 1, 1, Match.ipv4(), Table.ROUTE.go());
    Flow after = Flow.of(60, 1, 2, Match.ipv4());
    assertThat(FlowDiff.between(flows(before), flows(after)).changes())
        .containsExactly(new Change.AddFlow(after));
  }

  @Test
  void aFlowThatChangesItsTimeoutsIsAddedAnew() {
    Flow before = Flow.of(60, 1, 0, Match.ipv4());
    Flow after = new Flow(60, 1, 0, Match.ipv4(), List.of(), FlowOptions.timeouts(5, 0));
    assertThat(FlowDiff.between(flows(before), flows(after)).changes())
        .containsExactly(new Change.AddFlow(after));
  }

  @Test
  void whatTheSwitchLearnedIsLeftAlone() {
    Flow learned = Flow.of(Table.AFFINITY.number(), 1, 0, Match.ipv4());
    assertThat(FlowDiff.between(flows(learned), FlowProgram.EMPTY).isEmpty()).isTrue();
  }

  @Test
  void foreignFlowsAreDeleted() {
    Flow foreign = Flow.of(7, 7, 0x1234, Match.arp(), Action.Output.to(3));
    assertThat(FlowDiff.between(flows(foreign), FlowProgram.EMPTY).changes())
        .containsExactly(new Change.DeleteFlow(foreign.key()));
  }

  private static FlowProgram flows(Flow... flows) {
    return FlowProgram.of(List.of(flows), List.of(), List.of());
  }

  private static List<Bucket> buckets(SplittableRandom random) {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      if (random.nextInt(8) > 0) {
        buckets.add(Bucket.of(i, random.nextInt(64) == 0 ? 2 : 1));
      }
    }
    if (random.nextInt(8) == 0) {
      buckets.addFirst(Bucket.of(99, 1));
    }
    return buckets;
  }

  private static FlowProgram program(SplittableRandom random) {
    List<Group> groups = new ArrayList<>();
    List<Meter> meters = new ArrayList<>();
    for (long id = 1; id <= 4; id++) {
      if (random.nextBoolean()) {
        groups.add(Group.select(id, buckets(random)));
      }
      if (random.nextBoolean()) {
        meters.add(Meter.packetsPerSecond(id, 1 + random.nextInt(2), 1));
      }
    }
    List<Flow> flows = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      Match match = Match.ipv4().with(Field.IP_PROTO, random.nextInt(6));
      List<Action> actions = new ArrayList<>();
      if (!groups.isEmpty() && random.nextBoolean()) {
        actions.add(new Action.ToGroup(groups.get(random.nextInt(groups.size())).id()));
      }
      if (!meters.isEmpty() && random.nextBoolean()) {
        actions.addFirst(new Action.Meter(meters.get(random.nextInt(meters.size())).id()));
      }
      flows.add(
          new Flow(
              random.nextInt(3),
              random.nextInt(2),
              random.nextInt(2),
              match,
              actions,
              FlowOptions.timeouts(random.nextInt(2), 0)));
    }
    return FlowProgram.of(flows, groups, meters);
  }
}
