package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.TCP_FLAGS;
import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.RESTORE;
import static io.weft.pipeline.table.Table.SERVICE_RANGE;
import static io.weft.pipeline.table.Table.STATE;
import static io.weft.pipeline.table.Table.TRACK;

import io.weft.net.IpFamily;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Punt;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Tables Restore, Track and State: one conntrack lookup, and what follows from it.
///
/// Only connections that both verdicts allowed carry the mark; so a connection that was entered
/// before the verdict, by the translation of a Service, stays shut when it is denied.
public final class Tracking {

  private Tracking() {}

  public static void node(NodeFacts node, Contribution.Builder to) {
    to.flow(RESTORE, Priority.MISS, Purpose.PASS, Match.any(), TRACK.go());
    Disguise.restore(node, to);
    Ct lookup = Ct.lookup(Reserved.ZONE).withNat(Nat.restore()).withTable(STATE.number());
    for (IpFamily family : IpFamily.values()) {
      to.flow(TRACK, Priority.NORMAL, Match.ip(family), lookup);
    }
    to.drop(TRACK, Priority.MISS, Purpose.NOT_TRACKABLE, Match.any());
    known(to);
    fresh(node, to);
    to.drop(STATE, Priority.MISS, Purpose.UNEXPECTED, Match.any());
  }

  private static void known(Contribution.Builder to) {
    to.drop(STATE, Priority.FIRST, Purpose.INVALID, state("+inv+trk"));
    to.flow(STATE, Priority.EXACT, Mark.CT_ALLOWED.is(1, state("-new-inv+trk")), EGRESS.go());
    to.drop(
        STATE,
        Priority.EXACT,
        Purpose.REPLY_TO_DENIED,
        Mark.CT_ALLOWED.is(0, state("-new+rpl-inv+trk")));
    to.flow(STATE, Priority.EXACT, Mark.CT_ALLOWED.is(0, state("-new-rpl-inv+trk")), EGRESS.go());
  }

  private static void fresh(NodeFacts node, Contribution.Builder to) {
    for (IpFamily family : IpFamily.values()) {
      Match ip = Match.ip(family).withFlags(CT_STATE, "+new-inv+trk");
      to.flow(STATE, Priority.WIDE, ip, SERVICE_RANGE.go());
      to.flow(STATE, Priority.FIRST, Ip.laterFragment(ip), EGRESS.go());
      if (!node.options().midstream()) {
        Match tcp = Match.tcp(family).withFlags(CT_STATE, "+new-inv+trk");
        to.flow(
            STATE,
            Priority.NORMAL,
            Purpose.MIDSTREAM,
            tcp.withFlags(TCP_FLAGS, "-syn-rst"),
            Punt.MIDSTREAM.action());
        to.drop(
            STATE, Priority.NORMAL, Purpose.MIDSTREAM_RESET, tcp.withFlags(TCP_FLAGS, "-syn+rst"));
      }
    }
  }

  private static Match state(String flags) {
    return Match.any().withFlags(CT_STATE, flags);
  }
}
