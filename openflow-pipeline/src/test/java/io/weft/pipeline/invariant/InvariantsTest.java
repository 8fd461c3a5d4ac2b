package io.weft.pipeline.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpFamily;
import io.weft.openflow.Bucket;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.Example;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each invariant is broken once on purpose, in a program that holds them all.
class InvariantsTest {

  private static final long OURS = Cookie.pipeline(Purpose.FORWARD).bits();
  private static final FlowProgram SOUND = Example.program(2, 3);
  private static final Match MATCH = Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, 7);

  private static void broken(Violation.Kind kind, Flow... added) {
    broken(kind, List.of(), added);
  }

  private static void broken(Violation.Kind kind, List<Group> groups, Flow... added) {
    List<Flow> flows = new ArrayList<>(SOUND.flows().values());
    flows.addAll(List.of(added));
    FlowProgram program = FlowProgram.of(flows, groups, SOUND.meters().values());
    assertThat(Invariants.check(program)).extracting(Violation::kind).containsOnly(kind);
  }

  private static Flow flow(Table table, Action... actions) {
    return Flow.of(table.number(), 777, OURS, MATCH, actions);
  }

  @Test
  void whatIsCompiledIsSound() {
    assertThat(Invariants.check(SOUND)).isEmpty();
  }

  @Test
  void aLoopIsFoundAlsoThroughAGroup() {
    broken(Violation.Kind.LOOP, flow(Table.OUTPUT, Table.STATE.call()));
    Group group = Group.select(9, List.of(Bucket.of(1, 1, Table.STATE.call())));
    broken(Violation.Kind.LOOP, List.of(group), flow(Table.OUTPUT, new Action.ToGroup(9)));
  }

  @Test
  void aMissingTableGroupOrMeterIsFound() {
    broken(Violation.Kind.MISSING_REFERENCE, flow(Table.ROUTE, new Action.GotoTable(99)));
    broken(Violation.Kind.MISSING_REFERENCE, flow(Table.ROUTE, new Action.ToGroup(4)));
    broken(Violation.Kind.MISSING_REFERENCE, flow(Table.ROUTE, new Action.Meter(4)));
  }

  @Test
  void aRegisterThatNobodyWroteIsFound() {
    broken(
        Violation.Kind.READ_BEFORE_WRITE,
        flow(Table.STATE, Mark.OUT_PORT.copyTo(Mark.SOURCE_SET), Table.EGRESS.go()));
    Action half = Action.SetField.of(BitRange.of(Field.REG1, 0, 15), 7);
    broken(
        Violation.Kind.READ_BEFORE_WRITE,
        flow(Table.STATE, half, Mark.OUT_PORT.copyTo(Mark.SOURCE_SET), Table.EGRESS.go()));
  }

  @Test
  void aWayAroundTheGuardIsFound() {
    broken(
        Violation.Kind.UNGUARDED_PORT, flow(Table.CLASSIFY, Mark.ENTRY.set(1), Table.RESTORE.go()));
  }

  @Test
  void outputFromTheMiddleAndFloodsAreFound() {
    broken(Violation.Kind.STRAY_OUTPUT, flow(Table.ROUTE, Action.Output.to(3)));
    broken(Violation.Kind.STRAY_OUTPUT, flow(Table.OUTPUT, Action.Output.to(OfPort.NORMAL)));
  }

  @Test
  void twoAnswersToOneQuestionAreFound() {
    broken(
        Violation.Kind.AMBIGUOUS,
        flow(Table.ROUTE, Mark.EXIT.set(1), Table.TTL.go()),
        Flow.of(
            Table.ROUTE.number(),
            777,
            OURS,
            Match.ipv4().with(Field.IP_TTL, 3),
            Mark.EXIT.set(2),
            Table.TTL.go()));
  }

  @Test
  void aDropWithoutANameIsFound() {
    broken(Violation.Kind.UNNAMED_DROP, flow(Table.ROUTE));
  }

  @Test
  void aTableWithoutAnAnswerForTheRestIsFound() {
    broken(Violation.Kind.NO_MISS_FLOW, Flow.of(66, 1, OURS, MATCH, Mark.EXIT.set(1)));
  }
}
