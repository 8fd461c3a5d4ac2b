package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.ARP_OP;
import static io.weft.openflow.match.Field.ARP_SPA;
import static io.weft.openflow.match.Field.ETH_DST;
import static io.weft.openflow.match.Field.ICMP6_TYPE;
import static io.weft.openflow.match.Field.IPV6_SRC;
import static io.weft.openflow.match.Field.UDP_DST;
import static io.weft.pipeline.table.Table.SILENCE;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Match;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;

/// Table Silence: what Pods and the node send as a matter of course and nobody answers, each under
/// its name; and the rest, which the guards refused.
public final class Silence {

  private static final Bits GROUP_BIT = Bits.of(MacAddress.parse("01:00:00:00:00:00"));

  private Silence() {}

  public static void node(Contribution.Builder to) {
    Match arp = Match.arp();
    drop(
        Priority.EXACT,
        Purpose.ARP_PROBE,
        arp.with(ARP_OP, 1).with(ARP_SPA, IpAddress.parse("0.0.0.0")),
        to);
    drop(Priority.EXACT, Purpose.ARP_REPLY, arp.with(ARP_OP, 2), to);
    Match icmp6 = Match.icmp6();
    drop(
        Priority.EXACT,
        Purpose.ND_DUPLICATE_DETECTION,
        icmp6.with(ICMP6_TYPE, 135).with(IPV6_SRC, IpAddress.parse("::")),
        to);
    drop(Priority.EXACT, Purpose.ROUTER_SOLICITATION, icmp6.with(ICMP6_TYPE, 133), to);
    drop(Priority.EXACT, Purpose.ND_ADVERTISEMENT, icmp6.with(ICMP6_TYPE, 136), to);
    drop(Priority.EXACT, Purpose.MULTICAST_LISTENER, icmp6.with(ICMP6_TYPE, 131), to);
    drop(Priority.EXACT, Purpose.MULTICAST_LISTENER, icmp6.with(ICMP6_TYPE, 132), to);
    drop(Priority.EXACT, Purpose.MULTICAST_LISTENER, icmp6.with(ICMP6_TYPE, 143), to);
    drop(Priority.EXACT, Purpose.DHCP, Match.udp(IpFamily.IPV4).with(UDP_DST, 67), to);
    drop(Priority.EXACT, Purpose.DHCP, Match.udp(IpFamily.IPV6).with(UDP_DST, 547), to);
    for (IpFamily family : IpFamily.values()) {
      Match ip = Match.ip(family);
      drop(Priority.WIDE, Purpose.MULTICAST, ip.masked(ETH_DST, GROUP_BIT, GROUP_BIT), to);
    }
    drop(Priority.NORMAL, Purpose.BROADCAST, Match.ipv4().with(ETH_DST, MacAddress.BROADCAST), to);
    drop(Priority.MISS, Purpose.SPOOFED_BY_POD, Match.any(), to);
    drop(Priority.OUTSIDE, Purpose.REFUSED_FROM_NODE, Mark.ENTRY.is(Entry.GATEWAY), to);
  }

  private static void drop(
      Priority priority, Purpose purpose, Match match, Contribution.Builder to) {
    to.drop(SILENCE, priority, purpose, match);
  }
}
