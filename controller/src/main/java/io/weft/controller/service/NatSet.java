package io.weft.controller.service;

import io.weft.net.IpFamily;

/// The sets and maps of [ServiceNat], one per family.
enum NatSet {
  /// Ports that the node's own addresses serve: `tcp . 30080`.
  NODE_PORTS("node-ports"),
  /// External addresses, and what each is translated to: `192.0.2.9 . tcp . 80`.
  FRONTENDS("frontends");

  private final String title;

  NatSet(String title) {
    this.title = title;
  }

  /// The name in the table.
  String name(IpFamily family) {
    return title + (family == IpFamily.IPV4 ? "4" : "6");
  }

  /// What nft is told of it when it is made.
  String declaration(IpFamily family) {
    String address = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
    return switch (this) {
      case NODE_PORTS -> "set %s {\n    type inet_proto . inet_service\n".formatted(name(family));
      case FRONTENDS ->
          "map %s {\n    type %s . inet_proto . inet_service : %s . inet_service\n"
              .formatted(name(family), address, address);
    };
  }
}
