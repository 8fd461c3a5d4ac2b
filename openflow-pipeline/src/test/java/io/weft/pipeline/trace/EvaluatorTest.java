package io.weft.pipeline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.Bucket;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.Conjunction;
import io.weft.openflow.action.Action.CopyField;
import io.weft.openflow.action.Action.DecTtl;
import io.weft.openflow.action.Action.GotoTable;
import io.weft.openflow.action.Action.Output;
import io.weft.openflow.action.Action.Resubmit;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.action.Action.ToGroup;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatorTest {

  private static final Packet WEB_REQUEST =
      Packet.of(
          Match.tcp(IpFamily.IPV4)
              .with(Field.IN_PORT, 1)
              .with(Field.IPV4_SRC, IpAddress.parse("10.0.0.1"))
              .with(Field.IPV4_DST, IpAddress.parse("10.0.0.2"))
              .with(Field.TCP_SRC, 1234)
              .with(Field.TCP_DST, 80)
              .with(Field.IP_TTL, 64));

  private static Flow flow(int table, int priority, Match match, Action... actions) {
    return Flow.of(table, priority, 0, match, actions);
  }

  private static Trace run(Packet packet, List<Flow> flows, Group... groups) {
    return new Evaluator(
            new FlowTables(flows, List.of(groups)),
            new AssumedConnections(List.of()),
            BucketChoice.first())
        .run(packet);
  }

  private static List<OfPort> ports(Trace trace) {
    return trace.sent().stream().map(Trace.Step.Sent::port).toList();
  }

  @Test
  void theHighestPriorityThatMatchesDecides() {
    Trace trace =
        run(
            WEB_REQUEST,
            List.of(
                flow(0, 1, Match.any(), Output.to(2)),
                flow(0, 2, Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, 80), Output.to(3)),
                flow(0, 3, Match.udp(IpFamily.IPV4), Output.to(4))));
    assertThat(ports(trace)).containsExactly(new OfPort(3));
  }

  @Test
  void aTableWithoutAMatchDrops() {
    Trace trace = run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), new GotoTable(7))));
    assertThat(trace.dropped()).isTrue();
    assertThat(trace.last().orElseThrow().table()).isEqualTo(7);
    assertThat(trace.last().orElseThrow().flow()).isEmpty();
  }

  @Test
  void whatAResubmittedTableWritesStays() {
    Trace trace =
        run(
            WEB_REQUEST,
            List.of(
                flow(0, 1, Match.any(), Resubmit.toTable(5), new GotoTable(6)),
                flow(5, 1, Match.any(), SetField.of(Field.REG3, 7)),
                flow(6, 1, Match.any().with(Field.REG3, 7), Output.to(2))));
    assertThat(ports(trace)).containsExactly(new OfPort(2));
  }

  @Test
  void whatABucketWritesDoesNotStay() {
    Bucket bucket = Bucket.of(0, 100, SetField.of(Field.REG3, 7), Resubmit.toTable(9));
    Group group = Group.select(1, List.of(bucket));
    Trace trace =
        run(
            WEB_REQUEST,
            List.of(
                flow(0, 1, Match.any(), new ToGroup(1), new GotoTable(6)),
                flow(6, 1, Match.any().with(Field.REG3, 0), Output.to(2))),
            group);
    assertThat(ports(trace)).containsExactly(new OfPort(2));
  }

  @Test
  void aBucketIsAnActionSet() {
    Bucket bucket =
        Bucket.of(
            0, 100, Output.to(4), Resubmit.toTable(9), Output.to(2), SetField.of(Field.REG3, 7));
    Trace trace =
        run(
            WEB_REQUEST,
            List.of(flow(0, 1, Match.any(), new ToGroup(1))),
            Group.select(1, List.of(bucket)));
    assertThat(ports(trace)).containsExactly(new OfPort(2));
    assertThat(trace.sent().getFirst().packet().value(Field.REG3)).isEqualTo(Bits.of(7));
  }

  @Test
  void aPacketIsNotSentBackUnlessTheFlowSaysSo() {
    assertThat(run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), Output.to(1)))).dropped()).isTrue();
    Trace trace = run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), Output.to(OfPort.IN_PORT))));
    assertThat(ports(trace)).containsExactly(new OfPort(1));
  }

  @Test
  void connectionTrackingForksAndTheRestSeesNoConnection() {
    Trace trace =
        run(
            WEB_REQUEST,
            List.of(
                flow(
                    0,
                    1,
                    Match.any().with(Field.CT_STATE, 0),
                    Ct.lookup(9).withTable(3),
                    Resubmit.toTable(4)),
                flow(3, 1, Match.any().withFlags(Field.CT_STATE, "+trk+new"), Output.to(2)),
                flow(4, 1, Match.any().withFlags(Field.CT_STATE, "-trk"), Output.to(3))));
    assertThat(ports(trace)).containsExactly(new OfPort(3), new OfPort(2));
  }

  @Test
  void aConjunctionNeedsEveryClause() {
    Match port80 = Match.tcp(IpFamily.IPV4).with(Field.TCP_DST, 80);
    Flow source =
        flow(
            0,
            10,
            Match.ipv4().with(Field.IPV4_SRC, IpAddress.parse("10.0.0.1")),
            new Conjunction(5, 1, 2));
    Flow port = flow(0, 10, port80, new Conjunction(5, 2, 2));
    Flow allowed = flow(0, 10, Match.ipv4().with(Field.CONJ_ID, 5), Output.to(2));
    Flow denied = flow(0, 5, Match.any());
    Flow hardOfSamePriority = flow(0, 10, port80.with(Field.TCP_SRC, 1234), Output.to(9));
    assertThat(ports(run(WEB_REQUEST, List.of(source, port, allowed, denied))))
        .containsExactly(new OfPort(2));
    assertThat(run(WEB_REQUEST, List.of(source, allowed, denied)).dropped()).isTrue();
    assertThat(ports(run(WEB_REQUEST, List.of(source, port, allowed, hardOfSamePriority))))
        .containsExactly(new OfPort(9));
  }

  @Test
  void aSpentTtlEndsThePacket() {
    List<Flow> flows = List.of(flow(0, 1, Match.any(), new DecTtl(), Output.to(2)));
    assertThat(ports(run(WEB_REQUEST, flows))).containsExactly(new OfPort(2));
    Trace spent = run(WEB_REQUEST.with(Field.IP_TTL, 1), flows);
    assertThat(spent.dropped()).isTrue();
    assertThat(spent.steps().getLast())
        .isEqualTo(new Trace.Step.Stopped(Trace.Reason.NO_TTL, new DecTtl()));
  }

  @Test
  void longRegistersAreMadeOfShortOnes() {
    Packet packet =
        Packet.empty().with(Field.XXREG0, new Bits(0x1111_1111_2222_2222L, 0x3333_3333_4444_4444L));
    assertThat(packet.value(Field.REG1)).isEqualTo(Bits.of(0x2222_2222L));
    assertThat(packet.value(Field.XREG1)).isEqualTo(Bits.of(0x3333_3333_4444_4444L));
    assertThat(packet.with(Field.REG2, 5).value(Field.XXREG0))
        .isEqualTo(new Bits(0x1111_1111_2222_2222L, 0x0000_0005_4444_4444L));
  }

  @Test
  void aLearnedFlowServesTheNextPacket() {
    Learn learn =
        Learn.of(
            5,
            100,
            0xabc,
            new Learn.Spec.MatchValue(BitRange.of(Field.ETH_TYPE), Bits.of(0x0800)),
            new Learn.Spec.MatchField(BitRange.of(Field.IPV4_SRC), BitRange.of(Field.IPV4_SRC)),
            new Learn.Spec.LoadField(BitRange.of(Field.REG3), BitRange.of(Field.REG4)));
    FlowTables tables =
        new FlowTables(
            List.of(
                flow(0, 1, Match.any(), SetField.of(Field.REG3, 9), Resubmit.toTable(5), learn),
                flow(5, 1, Match.any(), Output.to(2))),
            List.of());
    Evaluator evaluator =
        new Evaluator(tables, new AssumedConnections(List.of()), BucketChoice.first());
    assertThat(ports(evaluator.run(WEB_REQUEST))).containsExactly(new OfPort(2));
    Trace second = evaluator.run(WEB_REQUEST);
    assertThat(second.lookups().get(1).flow().orElseThrow().actions())
        .containsExactly(SetField.of(Field.REG4, 9));
  }

  @Test
  void copiesMoveBitsOfOneFieldIntoAnother() {
    CopyField copy =
        new CopyField(new BitRange(Field.IPV4_SRC, 0, 8), new BitRange(Field.REG0, 8, 8));
    Trace trace = run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), copy, Output.to(2))));
    assertThat(trace.sent().getFirst().packet().value(Field.REG0)).isEqualTo(Bits.of(0x100));
  }

  @Test
  void anEndlessPipelineIsStopped() {
    Trace trace = run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), Resubmit.toTable(0))));
    assertThat(trace.steps().getLast())
        .isInstanceOfSatisfying(
            Trace.Step.Stopped.class,
            stopped -> assertThat(stopped.reason()).isEqualTo(Trace.Reason.TOO_LONG));
  }

  @Test
  void aMissingGroupDrops() {
    Trace trace = run(WEB_REQUEST, List.of(flow(0, 1, Match.any(), new ToGroup(3), Output.to(2))));
    assertThat(trace.dropped()).isTrue();
  }
}
