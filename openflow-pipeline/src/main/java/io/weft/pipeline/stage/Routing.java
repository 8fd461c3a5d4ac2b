package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.IP_TTL;
import static io.weft.pipeline.table.Table.DESTINATION;
import static io.weft.pipeline.table.Table.ROUTE;
import static io.weft.pipeline.table.Table.TTL;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Mark.Exit;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Punt;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import java.util.ArrayList;
import java.util.List;

/// Tables Route and Ttl: which way the packet goes, and that it does not go round.
///
/// An address in a range that is ours and that nobody has is answered as unreachable, never handed
/// to the gateway, whose routes would bring it back. The TTL is taken down once between two Pods,
/// by the node of the sender; what goes out by the gateway is routed by the host, which does it.
public final class Routing {

  private Routing() {}

  /// @param serviceCidrs the ranges of Services
  public static void node(NodeFacts node, List<IpPrefix> serviceCidrs, Contribution.Builder to) {
    to.flow(
        ROUTE,
        Priority.FIRST,
        Mark.CT_ENTRY.is(Entry.GATEWAY, Match.any().withFlags(CT_STATE, "+rpl+trk")),
        Mark.EXIT.set(Exit.GATEWAY),
        TTL.go());
    for (IpPrefix cidr : node.podCidrs()) {
      family(cidr, to);
    }
    if (node.options().services()) {
      serviceCidrs.stream()
          .filter(range -> node.serves(range.family()))
          .forEach(range -> reject(Priority.WIDE, range, to));
    }
    to.drop(ROUTE, Priority.MISS, Purpose.UNROUTABLE, Match.any());
    ttl(to);
  }

  private static void family(IpPrefix cidr, Contribution.Builder to) {
    IpFamily family = cidr.family();
    Match ip = Match.ip(family);
    Field destination = Ip.destination(family);
    to.flow(
        ROUTE,
        Priority.EXACT,
        ip.with(destination, NodeFacts.gatewayAddress(cidr)),
        Mark.EXIT.set(Exit.GATEWAY),
        TTL.go());
    to.flow(ROUTE, Priority.NORMAL, ip.with(destination, cidr), Mark.EXIT.set(Exit.POD), TTL.go());
    reject(Priority.WIDE, Reserved.range(family), to);
    Ip.unusable(family)
        .forEach(range ->
            to.drop(ROUTE, Priority.WIDE, Purpose.UNROUTABLE, ip.with(destination, range)));
    to.drop(ROUTE, Priority.OUTSIDE, Purpose.TRANSIT, Mark.ENTRY.is(Entry.TUNNEL, ip));
    for (long entry : List.of(Entry.POD, Entry.GATEWAY)) {
      to.flow(
          ROUTE, Priority.OUTSIDE, Mark.ENTRY.is(entry, ip), Mark.EXIT.set(Exit.GATEWAY), TTL.go());
    }
  }

  private static void reject(Priority priority, IpPrefix range, Contribution.Builder to) {
    to.flow(
        ROUTE,
        priority,
        Purpose.NO_SUCH_DESTINATION,
        Match.ip(range.family()).with(Ip.destination(range.family()), range),
        Punt.NO_SUCH_DESTINATION.action());
  }

  /// A virtual address that no Service answers for: none of its ports was asked for.
  public static void virtual(IpAddress address, Contribution.Builder to) {
    reject(Priority.WIDE, address.toPrefix(), to);
  }

  private static void ttl(Contribution.Builder to) {
    loop(Entry.GATEWAY, Exit.GATEWAY, to);
    to.flow(
        TTL,
        Priority.FIRST,
        Mark.CT_SERVED.is(1, Mark.ENTRY.is(Entry.GATEWAY, Mark.EXIT.is(Exit.GATEWAY))),
        Mark.BOUNCE.set(1),
        DESTINATION.go());
    loop(Entry.TUNNEL, Exit.TUNNEL, to);
    to.flow(
        TTL,
        Priority.EXACT,
        Purpose.PASS,
        Mark.ENTRY.is(Entry.POD, Mark.EXIT.is(Exit.GATEWAY)),
        DESTINATION.go());
    for (IpFamily family : IpFamily.values()) {
      Match fromPod = Mark.ENTRY.is(Entry.POD, Match.ip(family));
      for (int last = 0; last <= 1; last++) {
        to.flow(
            TTL,
            Priority.NORMAL,
            Purpose.TTL_EXPIRED,
            fromPod.with(IP_TTL, last),
            Punt.TIME_EXCEEDED.action());
      }
      to.flow(TTL, Priority.WIDE, fromPod, new Action.DecTtl(), DESTINATION.go());
    }
    to.flow(TTL, Priority.MISS, Purpose.PASS, Match.any(), DESTINATION.go());
  }

  private static void loop(long entry, long exit, Contribution.Builder to) {
    to.drop(TTL, Priority.EXACT, Purpose.LOOP, Mark.ENTRY.is(entry, Mark.EXIT.is(exit)));
  }

  /// The way to the Pods of another node.
  public static void remote(NodeFacts here, RemoteNode node, Contribution.Builder to) {
    here.tunnel()
        .ifPresent(tunnel -> node.podCidrs().forEach(cidr -> remote(tunnel, node, cidr, to)));
  }

  private static void remote(
      NodeFacts.Tunnel tunnel, RemoteNode node, IpPrefix cidr, Contribution.Builder to) {
    IpAddress endpoint = node.endpoint();
    List<Action> actions = new ArrayList<>();
    actions.add(SetField.of(Field.TUN_ID, Reserved.TUNNEL_KEY));
    if (tunnel.local().family() == endpoint.family()) {
      actions.add(SetField.of(Ip.tunnelSource(endpoint.family()), tunnel.local()));
    }
    actions.add(SetField.of(Ip.tunnelDestination(endpoint.family()), endpoint));
    actions.add(Mark.EXIT.set(Exit.TUNNEL));
    actions.add(TTL.go());
    to.flow(
        ROUTE,
        Priority.NORMAL.number(),
        Purpose.FORWARD,
        Match.ip(cidr.family()).with(Ip.destination(cidr.family()), cidr),
        actions);
  }
}
