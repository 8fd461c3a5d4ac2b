package io.weft.openflow.match;

/// What else a match must say before a field may be used (ovs-fields(7), "Prerequisites").
public enum Prerequisite {
  NONE,
  VLAN,
  IPV4,
  IPV6,
  /// IPv4 or IPv6.
  IP,
  ARP,
  TCP,
  UDP,
  SCTP,
  ICMP4,
  ICMP6,
  /// A neighbour solicitation or advertisement.
  ND,
  ND_SOLICIT,
  ND_ADVERT,
  /// A tracked packet: `ct_state` says one of `+new`, `+est`, `+rel`, `+rpl`, `+snat`, `+dnat` or
  /// `+trk-inv`.
  CT
}
