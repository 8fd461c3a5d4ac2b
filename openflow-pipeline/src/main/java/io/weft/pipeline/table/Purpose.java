package io.weft.pipeline.table;

import java.util.Optional;

/// What a flow is there for, where its table and owner do not say enough: above all, why it drops.
///
/// The code is part of the [Cookie] and stable for ever.
public enum Purpose {
  FORWARD(0, "forwards", false),
  PASS(1, "nothing to do here, on to the next stage", false),
  RULE(2, "part of a rule", false),

  NOT_ADMITTED(16, "frame from an unknown port, with a foreign MAC, tagged or misaddressed", true),
  SPOOFED_BY_POD(17, "Pod used an address that is not its own", true),
  REFUSED_FROM_NODE(18, "source that may not come in by the gateway", true),
  REFUSED_FROM_TUNNEL(19, "inner source does not belong to the sending node", true),
  NOT_TRACKABLE(20, "neither IPv4 nor IPv6", true),

  ARP_PROBE(32, "ARP probe: an answer would signal a conflict", true),
  ARP_GRATUITOUS(33, "gratuitous ARP: an answer would signal a conflict", true),
  ARP_REPLY(34, "ARP reply that nobody asked for", true),
  ND_DUPLICATE_DETECTION(35, "duplicate address detection", true),
  ND_ADVERTISEMENT(36, "neighbour advertisement that nobody asked for", true),
  ROUTER_SOLICITATION(37, "router solicitation", true),
  MULTICAST_LISTENER(38, "multicast listener report", true),
  DHCP(39, "DHCP", true),
  MULTICAST(40, "multicast", true),
  BROADCAST(41, "broadcast", true),

  INVALID(48, "conntrack calls the packet invalid", true),
  REPLY_TO_DENIED(49, "reply within a connection that was not allowed", true),
  MIDSTREAM(50, "TCP that belongs to no known connection", true),
  MIDSTREAM_RESET(51, "TCP reset that belongs to no known connection", true),
  ISOLATED(52, "isolated by policy, and no rule allowed it", true),

  NO_SUCH_DESTINATION(64, "no such address in a range that is ours", true),
  UNROUTABLE(65, "loopback, link-local or multicast destination", true),
  TRANSIT(66, "came through the tunnel for an address that is not here", true),
  LOOP(67, "would leave by where it came in", true),
  TTL_EXPIRED(68, "TTL or hop limit used up", true),

  NO_ENDPOINT(80, "the Service has no endpoint", true),
  NO_LOCAL_ENDPOINT(81, "the Service has no endpoint on this node, and its policy is Local", true),
  CLIENT_NOT_ALLOWED(82, "the client is not among the Service's loadBalancerSourceRanges", true),

  UNEXPECTED(255, "cannot happen: a fault of Weft if it counts", true);

  private final int code;
  private final String text;
  private final boolean drop;

  Purpose(int code, String text, boolean drop) {
    this.code = code;
    this.text = text;
    this.drop = drop;
  }

  /// The purpose of this code; empty if there is none.
  public static Optional<Purpose> coded(int code) {
    for (Purpose purpose : values()) {
      if (purpose.code == code) {
        return Optional.of(purpose);
      }
    }
    return Optional.empty();
  }

  /// 0 to 255.
  public int code() {
    return code;
  }

  /// In words, for people.
  public String text() {
    return text;
  }

  /// Whether the packet's way ends here; with an answer by the agent, or silently.
  public boolean drop() {
    return drop;
  }
}
