package io.weft.integration;

import io.weft.lab.node.LabNode;
import java.util.List;

/// Everything that an attachment leaves somewhere on a node.
///
/// @param ports of the bridge
/// @param flows of the bridge
/// @param links how many the node's namespace has
/// @param rules how many lines nftables has there
/// @param pods how many the agent knows
record Traces(List<String> ports, List<String> flows, long links, long rules, int pods) {

  static Traces of(LabNode node) {
    return new Traces(
        sorted(node.ovs().vsctl("list-ports", "br-int").run()),
        sorted(node.ovs().ofctl("dump-flows", "br-int").run()),
        node.namespace().command("ip", "-br", "link").run().lines().count(),
        node.namespace().command("nft", "list", "ruleset").run().lines().count(),
        node.agent().client().ask("/pods").json().size());
  }

  private static List<String> sorted(String lines) {
    return lines.lines().map(String::strip).sorted().toList();
  }
}
