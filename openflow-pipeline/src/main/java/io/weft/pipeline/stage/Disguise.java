package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.pipeline.table.Table.COMMIT;
import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.INGRESS;
import static io.weft.pipeline.table.Table.OUTPUT;
import static io.weft.pipeline.table.Table.RESTORE;
import static io.weft.pipeline.table.Table.SEND;
import static io.weft.pipeline.table.Table.TRACK;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Sources that a packet puts on after all verdicts and takes off, as destinations of the replies,
/// before the lookup: in tables Restore and Output, and Send.
///
/// - A Pod that reaches itself would drop packets from its own address: they come from
///   [Reserved#hairpin]. It may always reach itself (Kubernetes, "Network Policies").
/// - The node would drop packets from its own address that come in by the gateway: they come from
///   [Reserved#nodeSelf].
/// - An outside client whose endpoint is not a Pod of this node gets the node's masquerade address,
///   in a zone of its own, so that replies come back here.
public final class Disguise {

  private Disguise() {}

  static void restore(NodeFacts node, Contribution.Builder to) {
    to.flow(
        INGRESS,
        Priority.EXACT,
        Purpose.PASS,
        Mark.CT_ALLOWED.is(0, Mark.BOUNCE.is(1)),
        COMMIT.go());
    node.podCidrs().forEach(cidr -> hairpin(cidr.family(), to));
    if (!node.options().services()) {
      return;
    }
    for (IpPrefix cidr : node.podCidrs()) {
      itself(NodeFacts.gatewayAddress(cidr), to);
      masquerade(NodeFacts.masqueradeAddress(cidr), node.options().selfTranslation(), to);
    }
    to.flow(SEND, Priority.NORMAL, Mark.BOUNCE.is(1), Action.Output.to(OfPort.IN_PORT));
    to.flow(SEND, Priority.MISS, Match.any(), new Action.OutputField(Mark.OUT_PORT.bits()));
  }

  /// Every Pod answers itself at one address; that the guard let a packet of a Pod pass says whose it
  /// is. What follows a commit is untracked, and like all that is no reply has the Pod's address.
  private static void hairpin(IpFamily family, Contribution.Builder to) {
    IpAddress hairpin = Reserved.hairpin(family);
    Match fromPod = Mark.ENTRY.is(Entry.POD, Match.ip(family));
    to.flow(
        RESTORE,
        Priority.NORMAL,
        fromPod.with(Ip.destination(family), hairpin),
        Action.CopyField.of(Ip.source(family), Ip.destination(family)),
        TRACK.go());
    to.flow(
        OUTPUT,
        Priority.EXACT,
        Mark.BOUNCE.is(1, fromPod.withFlags(CT_STATE, "-rpl")),
        SetField.of(Ip.source(family), hairpin),
        Action.Output.to(OfPort.IN_PORT));
  }

  private static void itself(IpAddress node, Contribution.Builder to) {
    IpFamily family = node.family();
    IpAddress self = Reserved.nodeSelf(family);
    Match ip = Match.ip(family);
    to.flow(
        RESTORE,
        Priority.NORMAL,
        Mark.ENTRY.is(Entry.GATEWAY, ip.with(Ip.destination(family), self)),
        SetField.of(Ip.destination(family), node),
        TRACK.go());
    to.flow(
        OUTPUT,
        Priority.EXACT,
        Mark.ENTRY.is(Entry.GATEWAY, Mark.BOUNCE.is(1, ip.with(Ip.source(family), node))),
        SetField.of(Ip.source(family), self),
        Action.Output.to(OfPort.IN_PORT));
  }

  /// What has the masquerade address already, by another proxy on the host, keeps it; where conntrack
  /// cannot translate to itself, it is entered without a translation.
  private static void masquerade(
      IpAddress address, boolean selfTranslation, Contribution.Builder to) {
    IpFamily family = address.family();
    Match ip = Match.ip(family);
    to.flow(
        RESTORE,
        Priority.NORMAL,
        ip.with(Ip.destination(family), address),
        Ct.lookup(Reserved.MASQUERADE_ZONE).withNat(Nat.restore()).withTable(TRACK.number()));
    Ct commit = Ct.commit(Reserved.MASQUERADE_ZONE).withTable(SEND.number());
    Match masqueraded = Mark.MASQUERADE.is(1, ip);
    to.flow(OUTPUT, Priority.FIRST, masqueraded, commit.withNat(Nat.source(address)));
    if (!selfTranslation) {
      to.flow(OUTPUT, Priority.EXCEPTION, masqueraded.with(Ip.source(family), address), commit);
    }
  }

  /// The Pod's way to itself, past egress policy and routing.
  public static void pod(LocalPod pod, Contribution.Builder to) {
    for (IpAddress address : pod.addresses()) {
      IpFamily family = address.family();
      Match itself =
          Match.ip(family).with(IN_PORT, pod.port()).with(Ip.destination(family), address);
      to.flow(
          EGRESS,
          Priority.FIRST,
          itself,
          SetField.of(ETH_SRC, Reserved.ROUTER_MAC),
          SetField.of(ETH_DST, pod.mac()),
          Mark.OUT_PORT.set(Integer.toUnsignedLong(pod.port().number())),
          Mark.BOUNCE.set(1),
          INGRESS.go());
    }
  }
}
