package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ARP_OP;
import static io.weft.openflow.match.Field.ARP_SHA;
import static io.weft.openflow.match.Field.ARP_SPA;
import static io.weft.openflow.match.Field.ARP_TPA;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ICMP6_CODE;
import static io.weft.openflow.match.Field.ICMP6_TYPE;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.IPV6_SRC;
import static io.weft.openflow.match.Field.ND_SLL;
import static io.weft.pipeline.table.Table.NEIGHBOUR;
import static io.weft.pipeline.table.Table.POD_GUARD;
import static io.weft.pipeline.table.Table.RESTORE;
import static io.weft.pipeline.table.Table.SILENCE;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Match;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;

/// Table PodGuard: a Pod sends with its own addresses, to the router, or not at all.
///
/// The Ethernet source was checked at classification. Neighbour advertisements and ARP replies
/// never pass, so there is nothing by which a Pod could claim another's address.
public final class PodGuard {

  private static final int SOLICITATION = 135;

  private PodGuard() {}

  /// What the guard does for no Pod in particular.
  public static void node(Contribution.Builder to) {
    to.flow(POD_GUARD, Priority.MISS, Purpose.PASS, Match.any(), SILENCE.go());
  }

  /// What this Pod may send.
  public static void pod(LocalPod pod, Contribution.Builder to) {
    for (IpAddress address : pod.addresses()) {
      Match from = Match.ip(address.family()).with(IN_PORT, pod.port());
      to.flow(
          POD_GUARD,
          Priority.NORMAL,
          from.with(Ip.source(address.family()), address).with(ETH_DST, Reserved.ROUTER_MAC),
          RESTORE.go());
      if (address.isIpv4()) {
        arp(pod, address, to);
      } else {
        solicitation(pod, address, to);
        solicitation(pod, pod.linkLocal(), to);
      }
    }
  }

  private static void arp(LocalPod pod, IpAddress address, Contribution.Builder to) {
    Match request =
        Match.arp()
            .with(IN_PORT, pod.port())
            .with(ARP_OP, 1)
            .with(ARP_SPA, address)
            .with(ARP_SHA, pod.mac());
    to.flow(POD_GUARD, Priority.NORMAL, request, NEIGHBOUR.go());
    to.drop(POD_GUARD, Priority.EXACT, Purpose.ARP_GRATUITOUS, request.with(ARP_TPA, address));
  }

  private static void solicitation(LocalPod pod, IpAddress from, Contribution.Builder to) {
    to.flow(
        POD_GUARD,
        Priority.EXACT,
        Match.icmp6()
            .with(IN_PORT, pod.port())
            .with(IPV6_SRC, from)
            .with(ICMP6_TYPE, SOLICITATION)
            .with(ICMP6_CODE, 0)
            .with(ND_SLL, pod.mac()),
        NEIGHBOUR.go());
  }
}
