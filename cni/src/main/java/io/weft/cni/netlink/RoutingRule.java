package io.weft.cni.netlink;

import io.weft.net.IpFamily;

/// A rule that sends marked packets to a routing table of their own (ip-rule(8), `fwmark`).
///
/// @param family of the packets
/// @param priority its place among all rules: the lowest is asked first; the main table's is 32766
/// @param mark what the packet's mark has in the bits of the mask
/// @param mask the bits
/// @param table the routing table
/// @param protocol who made the rule, as with routes; see rtnetlink(7)
public record RoutingRule(
    IpFamily family, int priority, int mark, int mask, int table, int protocol) {

  @Override
  public String toString() {
    return "%s rule %d fwmark 0x%x/0x%x lookup %d"
        .formatted(family == IpFamily.IPV4 ? "IPv4" : "IPv6", priority, mark, mask, table);
  }
}
