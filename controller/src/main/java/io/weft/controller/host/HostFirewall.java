package io.weft.controller.host;

import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.table.Reserved;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// The nftables table of the host as the text of one transaction for `nft -f` (nft(8)).
///
/// The text replaces what an earlier transaction made, all or nothing. Connections that are
/// tracked keep their translation.
///
/// - `from-elsewhere` drops packets that claim a Pod's address or a reserved one but did not come
///   out of the gateway.
/// - `into-pods`: what this node itself sends to Pods has the gateway's address, so that this
///   address means this node; what another proxy would masquerade has the second one, which does
///   not.
/// - `out-of-pods`: to the other nodes' own addresses and to the outside, Pods have their node's
///   address; so has what a Service sends there on behalf of this node.
public final class HostFirewall {

  /// The table's name in family `inet`.
  public static final String TABLE = "weft";

  private HostFirewall() {}

  /// The transaction.
  public static String text(HostPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append("table inet %s\ndelete table inet %s\n".formatted(TABLE, TABLE));
    text.append("table inet ").append(TABLE).append(" {\n");
    for (IpFamily family : IpFamily.values()) {
      sets(text, plan, family);
    }
    fromElsewhere(text, plan.gateway());
    postrouting(text, plan.gateway());
    intoPods(text, plan.gateway());
    outOfPods(text, plan.gateway());
    text.append("}\n");
    return text.toString();
  }

  private static void sets(StringBuilder text, HostPlan plan, IpFamily family) {
    set(text, "pods", family, plan.clusterPodCidrs());
    set(text, "reserved", family, plan.gateway().reserved());
    set(text, "nodes", family, plan.otherNodes().stream().map(a -> a.toPrefix()).toList());
    set(text, "unmasked", family, plan.masqueradeExclude());
  }

  private static void set(
      StringBuilder text, String name, IpFamily family, Collection<IpPrefix> prefixes) {
    text.append("  set %s {\n".formatted(name(name, family)));
    text.append("    type %s\n".formatted(family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr"));
    text.append("    flags interval\n    auto-merge\n");
    List<String> elements =
        prefixes.stream().filter(p -> p.family() == family).map(HostFirewall::element).toList();
    if (!elements.isEmpty()) {
      text.append("    elements = { %s }\n".formatted(String.join(", ", elements)));
    }
    text.append("  }\n");
  }

  private static String element(IpPrefix prefix) {
    boolean single = prefix.length() == prefix.family().bits();
    return single ? prefix.network().toString() : prefix.toString();
  }

  private static String name(String set, IpFamily family) {
    return set + (family == IpFamily.IPV4 ? "4" : "6");
  }

  private static void fromElsewhere(StringBuilder text, HostPlan.Gateway gateway) {
    text.append("  chain from-elsewhere {\n");
    text.append("    type filter hook prerouting priority raw; policy accept;\n");
    text.append("    iifname { \"lo\", \"%s\" } accept\n".formatted(gateway.device()));
    for (IpFamily family : IpFamily.values()) {
      for (String set : List.of("pods", "reserved")) {
        text.append("    %s saddr @%s counter drop\n".formatted(prefix(family), name(set, family)));
      }
    }
    text.append("  }\n");
  }

  private static void postrouting(StringBuilder text, HostPlan.Gateway gateway) {
    text.append("  chain postrouting {\n");
    text.append("    type nat hook postrouting priority srcnat - 5; policy accept;\n");
    text.append("    oifname \"%s\" goto into-pods\n".formatted(gateway.device()));
    for (IpPrefix cidr : gateway.podCidrs()) {
      text.append(
          "    %s saddr %s oifname != \"lo\" goto out-of-pods\n"
              .formatted(prefix(cidr.family()), cidr));
      text.append(
          "    %s saddr %s oifname != \"lo\" goto out-of-pods\n"
              .formatted(prefix(cidr.family()), Reserved.nodeSelf(cidr.family())));
    }
    text.append("  }\n");
  }

  /// Mark 0x4000 is how kube-proxy asks for masquerading (`--iptables-masquerade-bit`).
  private static void intoPods(StringBuilder text, HostPlan.Gateway gateway) {
    text.append("  chain into-pods {\n");
    text.append("    ip daddr 224.0.0.0/4 return\n    ip6 daddr { fe80::/10, ff00::/8 } return\n");
    for (IpPrefix cidr : gateway.podCidrs()) {
      String protocol = prefix(cidr.family());
      text.append(
          "    meta nfproto %s fib saddr type local snat %s to %s\n"
              .formatted(nfproto(cidr.family()), protocol, cidr.address(1)));
      text.append(
          "    meta nfproto %s meta mark & 0x4000 == 0x4000 snat %s to %s\n"
              .formatted(nfproto(cidr.family()), protocol, cidr.address(2)));
    }
    text.append("  }\n");
  }

  private static void outOfPods(StringBuilder text, HostPlan.Gateway gateway) {
    text.append("  chain out-of-pods {\n");
    for (IpFamily family : families(gateway).toList()) {
      String protocol = prefix(family);
      text.append(
          "    %s daddr @%s counter masquerade\n".formatted(protocol, name("nodes", family)));
      text.append("    %s daddr @%s return\n".formatted(protocol, name("unmasked", family)));
    }
    text.append("    counter masquerade\n  }\n");
  }

  private static Stream<IpFamily> families(HostPlan.Gateway gateway) {
    return gateway.podCidrs().stream().map(IpPrefix::family);
  }

  private static String prefix(IpFamily family) {
    return family == IpFamily.IPV4 ? "ip" : "ip6";
  }

  private static String nfproto(IpFamily family) {
    return family == IpFamily.IPV4 ? "ipv4" : "ipv6";
  }
}
