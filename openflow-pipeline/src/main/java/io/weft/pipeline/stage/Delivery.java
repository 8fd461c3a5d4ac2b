package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ETH_SRC;
import static io.weft.pipeline.table.Table.COMMIT;
import static io.weft.pipeline.table.Table.DESTINATION;
import static io.weft.pipeline.table.Table.INGRESS;
import static io.weft.pipeline.table.Table.OUTPUT;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
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
import io.weft.pipeline.table.Mark.Exit;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Punt;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Tables Destination, Commit and Output: the last steps of a packet.
public final class Delivery {

  private static final IpAddress ANY_IPV4 = IpAddress.parse("0.0.0.0");
  private static final IpAddress ANY_IPV6 = IpAddress.parse("::");

  /// The final commit: after both verdicts.
  static final Ct ALLOW =
      Ct.commit(Reserved.ZONE)
          .withExec(
              Mark.CT_ALLOWED.set(1),
              Mark.ENTRY.copyTo(Mark.CT_ENTRY),
              Mark.INGRESS_RULE.copyTo(Mark.CT_INGRESS_RULE),
              Mark.EGRESS_RULE.copyTo(Mark.CT_EGRESS_RULE));

  private Delivery() {}

  public static void node(NodeFacts node, Contribution.Builder to) {
    towards(Exit.GATEWAY, node.gateway().mac(), node.gateway().port(), to);
    node.tunnel().ifPresent(tunnel -> towards(Exit.TUNNEL, Reserved.ROUTER_MAC, tunnel.port(), to));
    to.flow(
        DESTINATION,
        Priority.MISS,
        Purpose.NO_SUCH_DESTINATION,
        Match.any(),
        Punt.NO_SUCH_DESTINATION.action());
    for (IpFamily family : IpFamily.values()) {
      commit(family, node.options().selfTranslation(), to);
    }
    to.drop(COMMIT, Priority.MISS, Purpose.UNEXPECTED, Match.any());
    to.flow(OUTPUT, Priority.NORMAL, Mark.BOUNCE.is(1), Action.Output.to(OfPort.IN_PORT));
    to.flow(OUTPUT, Priority.MISS, Match.any(), new Action.OutputField(Mark.OUT_PORT.bits()));
  }

  private static void towards(long exit, MacAddress mac, OfPort port, Contribution.Builder to) {
    Action source = SetField.of(ETH_SRC, Reserved.ROUTER_MAC);
    Action destination = SetField.of(ETH_DST, mac);
    Action out = Mark.OUT_PORT.set(Integer.toUnsignedLong(port.number()));
    Match exits = Mark.EXIT.is(exit);
    to.flow(DESTINATION, Priority.EXACT, exits, source, destination, out, INGRESS.go());
    to.flow(
        DESTINATION,
        Priority.FIRST,
        Mark.CT_EXTERNAL.is(1, exits.withFlags(CT_STATE, "-rpl+trk")),
        source,
        destination,
        out,
        Mark.MASQUERADE.set(1),
        INGRESS.go());
  }

  /// Where the Pod is. Also loads the policy set that selects it for ingress, 0 for none.
  public static void pod(LocalPod pod, int ingressSet, Contribution.Builder to) {
    for (IpAddress address : pod.addresses()) {
      to.flow(
          DESTINATION,
          Priority.NORMAL,
          Match.ip(address.family()).with(Ip.destination(address.family()), address),
          SetField.of(ETH_SRC, Reserved.ROUTER_MAC),
          SetField.of(ETH_DST, pod.mac()),
          Mark.OUT_PORT.set(Integer.toUnsignedLong(pod.port().number())),
          Mark.DESTINATION_SET.set(Integer.toUnsignedLong(ingressSet)),
          INGRESS.go());
    }
  }

  /// A connection that no Service translated asks for a translation to itself, if it may: if its
  /// tuple collides with one that a Service made, it gets another source port. Where it may not, see
  /// [Collisions].
  private static void commit(IpFamily family, boolean selfTranslation, Contribution.Builder to) {
    Match ip = Match.ip(family);
    if (!selfTranslation) {
      to.flow(COMMIT, Priority.NORMAL, ip, ALLOW, OUTPUT.go());
      return;
    }
    Nat toItself = Nat.source(family == IpFamily.IPV4 ? ANY_IPV4 : ANY_IPV6);
    to.flow(COMMIT, Priority.EXACT, ip.withFlags(CT_STATE, "+trk+dnat"), ALLOW, OUTPUT.go());
    to.flow(COMMIT, Priority.NORMAL, ip, ALLOW.withNat(toItself), OUTPUT.go());
  }
}
