package io.weft.pipeline.stage;

import static io.weft.pipeline.table.Table.COMMIT;
import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.EGRESS_RULES;
import static io.weft.pipeline.table.Table.INGRESS;
import static io.weft.pipeline.table.Table.INGRESS_RULES;
import static io.weft.pipeline.table.Table.OUTPUT;
import static io.weft.pipeline.table.Table.PEER_IDENTITY;
import static io.weft.pipeline.table.Table.PEER_LABELS;
import static io.weft.pipeline.table.Table.ROUTE;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;

/// Tables Egress, EgressRules, Ingress, IngressRules, PeerLabels and PeerIdentity, as far as they
/// do not depend on policies: who is judged, and by which peer.
///
/// Not judged are Pods that no policy selects, the node in both directions, later fragments (which
/// go nowhere without the first, for conntrack waits for it), what was judged before, and what a Pod
/// sends to itself: its own flows see to that.
public final class Verdicts {

  private Verdicts() {}

  public static void node(NodeFacts node, Contribution.Builder to) {
    to.flow(EGRESS, Priority.EXACT, Purpose.PASS, Mark.CT_ALLOWED.is(1), ROUTE.go());
    to.flow(
        EGRESS,
        Priority.EXACT,
        Purpose.PASS,
        Mark.CT_ALLOWED.is(0, Mark.SOURCE_SET.is(0)),
        ROUTE.go());
    to.flow(INGRESS, Priority.FIRST, Purpose.PASS, Mark.CT_ALLOWED.is(1), OUTPUT.go());
    to.flow(
        INGRESS,
        Priority.FIRST,
        Purpose.PASS,
        Mark.CT_ALLOWED.is(0, Mark.DESTINATION_SET.is(0)),
        COMMIT.go());
    for (IpFamily family : IpFamily.values()) {
      Match ip = Match.ip(family);
      Match later = Ip.laterFragment(ip);
      to.flow(EGRESS, Priority.EXACT, Purpose.PASS, later, ROUTE.go());
      to.flow(INGRESS, Priority.EXACT, Purpose.PASS, later, COMMIT.go());
      BitRange address = (family == IpFamily.IPV4 ? Mark.PEER_IPV4 : Mark.PEER_IPV6).bits();
      to.flow(
          EGRESS,
          Priority.WIDE,
          ip,
          new Action.CopyField(BitRange.of(Ip.destination(family)), address),
          PEER_LABELS.call(),
          EGRESS_RULES.go());
      to.flow(
          INGRESS,
          Priority.WIDE,
          ip,
          new Action.CopyField(BitRange.of(Ip.source(family)), address),
          PEER_LABELS.call(),
          INGRESS_RULES.go());
    }
    ownNode(node, to);
    to.drop(EGRESS, Priority.MISS, Purpose.UNEXPECTED, Match.any());
    to.drop(INGRESS, Priority.MISS, Purpose.UNEXPECTED, Match.any());
    to.drop(EGRESS_RULES, Priority.MISS, Purpose.ISOLATED, Match.any());
    to.drop(INGRESS_RULES, Priority.MISS, Purpose.ISOLATED, Match.any());
    to.flow(
        PEER_LABELS,
        Priority.MISS,
        Purpose.PASS,
        Match.any(),
        Mark.PEER_LABELS.set(0),
        PEER_IDENTITY.call());
    to.flow(PEER_IDENTITY, Priority.MISS, Purpose.PASS, Match.any(), Mark.PEER_IDENTITY.set(0));
  }

  private static void ownNode(NodeFacts node, Contribution.Builder to) {
    for (IpAddress address : node.addresses()) {
      Match ip = Match.ip(address.family());
      Match egress = ip.with(Ip.destination(address.family()), address);
      to.flow(EGRESS, Priority.NORMAL, Purpose.PASS, egress, ROUTE.go());
      Match ingress = ip.with(Ip.source(address.family()), address);
      to.flow(
          INGRESS,
          Priority.NORMAL,
          Purpose.PASS,
          Mark.ENTRY.is(Entry.GATEWAY, ingress),
          COMMIT.go());
    }
    for (IpPrefix cidr : node.podCidrs()) {
      IpAddress self = NodeFacts.gatewayAddress(cidr);
      Match ip = Match.ip(cidr.family());
      to.flow(
          EGRESS,
          Priority.NORMAL,
          Purpose.PASS,
          ip.with(Ip.destination(cidr.family()), self),
          ROUTE.go());
      to.flow(
          INGRESS,
          Priority.NORMAL,
          Purpose.PASS,
          Mark.ENTRY.is(Entry.GATEWAY, ip.with(Ip.source(cidr.family()), self)),
          COMMIT.go());
    }
  }
}
