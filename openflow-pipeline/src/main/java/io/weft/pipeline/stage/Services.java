package io.weft.pipeline.stage;

import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.ENDPOINT;
import static io.weft.pipeline.table.Table.REMEMBER;
import static io.weft.pipeline.table.Table.SERVICE;
import static io.weft.pipeline.table.Table.SERVICE_RANGE;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import java.util.List;

/// Table ServiceRange, and what the other tables of Services do without any Service: what is for no
/// Service goes on as it is.
///
/// The range test reads destination addresses only, so that the ports of other traffic never count.
/// It also says from which side a packet comes: what the gateway hands in is from outside, unless it
/// has the gateway's address and so comes from this node itself.
public final class Services {

  private Services() {}

  /// @param serviceCidrs the ranges of Services
  public static void node(NodeFacts node, List<IpPrefix> serviceCidrs, Contribution.Builder to) {
    to.flow(SERVICE_RANGE, Priority.MISS, Purpose.PASS, Match.any(), EGRESS.go());
    to.flow(SERVICE, Priority.MISS, Purpose.PASS, Match.any(), EGRESS.go());
    to.drop(ENDPOINT, Priority.MISS, Purpose.UNEXPECTED, Match.any());
    to.flow(REMEMBER, Priority.MISS, Purpose.PASS, Match.any(), EGRESS.go());
    if (!node.options().services()) {
      return;
    }
    serviceCidrs.stream()
        .filter(cidr -> node.serves(cidr.family()))
        .forEach(cidr -> virtual(cidr, node, to));
    node.podCidrs().stream().map(IpPrefix::family).forEach(family -> frontends(family, node, to));
    for (IpAddress address : node.nodePortAddresses()) {
      to.flow(
          SERVICE_RANGE,
          Priority.NORMAL,
          Mark.ENTRY.is(Entry.POD, destination(address.toPrefix())),
          Mark.NODE_PORT.set(1),
          SERVICE.go());
    }
  }

  /// The addresses are ClusterIPs.
  public static void virtual(IpPrefix range, NodeFacts node, Contribution.Builder to) {
    Match destined = destination(range);
    to.flow(SERVICE_RANGE, Priority.WIDE, destined, SERVICE.go());
    to.flow(
        SERVICE_RANGE,
        Priority.NORMAL,
        Mark.ENTRY.is(Entry.GATEWAY, destined),
        Mark.EXTERNAL.set(1),
        SERVICE.go());
    to.flow(SERVICE_RANGE, Priority.EXACT, fromNode(destined, range.family(), node), SERVICE.go());
  }

  /// The address is an external one of a Service; only Pods send to it as it is, for the host
  /// translates it.
  public static void external(IpAddress address, Contribution.Builder to) {
    to.flow(SERVICE_RANGE, Priority.WIDE, destination(address.toPrefix()), SERVICE.go());
  }

  private static void frontends(IpFamily family, NodeFacts node, Contribution.Builder to) {
    Match any = Mark.ENTRY.is(Entry.GATEWAY, destination(Reserved.frontends(family)));
    Match ports = Mark.ENTRY.is(Entry.GATEWAY, destination(Reserved.nodePorts(family).toPrefix()));
    Action external = Mark.EXTERNAL.set(1);
    Action nodePort = Mark.NODE_PORT.set(1);
    to.flow(SERVICE_RANGE, Priority.WIDE, any, external, SERVICE.go());
    to.flow(SERVICE_RANGE, Priority.NORMAL, fromNode(any, family, node), SERVICE.go());
    to.flow(SERVICE_RANGE, Priority.EXACT, ports, external, nodePort, SERVICE.go());
    to.flow(SERVICE_RANGE, Priority.FIRST, fromNode(ports, family, node), nodePort, SERVICE.go());
  }

  private static Match destination(IpPrefix range) {
    return Match.ip(range.family()).with(Ip.destination(range.family()), range);
  }

  /// From a process of this node: with the gateway's address.
  static Match fromNode(Match match, IpFamily family, NodeFacts node) {
    return Mark.ENTRY.is(Entry.GATEWAY, match).with(Ip.source(family), gateway(family, node));
  }

  static IpAddress gateway(IpFamily family, NodeFacts node) {
    return node.podCidrs().stream()
        .filter(cidr -> cidr.family() == family)
        .map(NodeFacts::gatewayAddress)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("node %s serves no %s".formatted(node.name(), family)));
  }
}
