package io.weft.controller.service;

import io.weft.controller.host.HostRoutes;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.table.Reserved;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How the host hands external traffic of Services to the bridge: the nftables table of that name,
/// as the text of transactions for nft(8).
///
/// External addresses and node ports are translated to reserved addresses behind the gateway; the
/// source stays the client's. What the bridge hands back for a process of this node is marked, and so
/// are the process's answers, which must go to the bridge again ([HostRoutes]). Services are elements of maps and sets, never rules, so that a packet's cost does not
/// depend on their number and a change costs its own elements.
///
/// @param gateway the interface behind which the bridge is
/// @param families those that the node serves; elements of the other are left out
/// @param nodePortAddresses where own addresses must lie to serve node ports; empty for all
public record ServiceNat(
    String gateway, List<IpFamily> families, List<IpPrefix> nodePortAddresses) {

  /// The table's name in family `inet`.
  public static final String TABLE = "weft-services";

  public ServiceNat {
    families = families.stream().distinct().sorted().toList();
    nodePortAddresses = nodePortAddresses.stream().distinct().sorted().toList();
  }

  /// The transaction that makes the table anew, with these elements.
  String text(Map<NatKey, String> elements) {
    StringBuilder text = new StringBuilder();
    text.append("table inet %s\ndelete table inet %s\n".formatted(TABLE, TABLE));
    text.append("table inet ").append(TABLE).append(" {\n");
    Map<NatKey, String> sorted = new TreeMap<>(elements);
    for (IpFamily family : families) {
      for (NatSet set : NatSet.values()) {
        text.append("  ").append(set.declaration(family));
        elements(
            text,
            sorted.entrySet().stream()
                .filter(e -> e.getKey().set() == set && e.getKey().family() == family)
                .map(e -> e.getKey().element(e.getValue()))
                .toList());
      }
      nodeAddresses(text, family);
    }
    chains(text);
    text.append("}\n");
    return text.toString();
  }

  /// The transaction that changes elements of the table; empty text if nothing changes.
  ///
  /// @param changed what shall be there, or not
  /// @param written all that is there
  String change(Map<NatKey, Optional<String>> changed, Map<NatKey, String> written) {
    StringBuilder gone = new StringBuilder();
    StringBuilder come = new StringBuilder();
    new TreeMap<>(changed)
        .forEach((key, value) -> {
          String present = written.get(key);
          if (!families.contains(key.family()) || value.equals(Optional.ofNullable(present))) {
            return;
          }
          if (present != null) {
            element(gone, "delete", key, present);
          }
          value.ifPresent(now -> element(come, "add", key, now));
        });
    return gone.append(come).toString();
  }

  private static void element(StringBuilder text, String verb, NatKey key, String value) {
    text.append(
        "%s element inet %s %s { %s }\n"
            .formatted(verb, TABLE, key.set().name(key.family()), key.element(value)));
  }

  private void nodeAddresses(StringBuilder text, IpFamily family) {
    text.append("  set %s {\n    type ".formatted(nodeAddresses(family)));
    text.append(family == IpFamily.IPV4 ? "ipv4_addr\n" : "ipv6_addr\n");
    text.append("    flags interval\n    auto-merge\n");
    elements(
        text,
        nodePortAddresses.stream()
            .filter(prefix -> prefix.family() == family)
            .map(IpPrefix::toString)
            .toList());
  }

  private static String nodeAddresses(IpFamily family) {
    return "node-addresses" + (family == IpFamily.IPV4 ? "4" : "6");
  }

  private static void elements(StringBuilder text, Collection<String> elements) {
    if (!elements.isEmpty()) {
      text.append(
          elements.stream()
              .map(element -> "      " + element)
              .collect(Collectors.joining(",\n", "    elements = {\n", "\n    }\n")));
    }
    text.append("  }\n");
  }

  private void chains(StringBuilder text) {
    text.append("  chain services {\n");
    for (IpFamily family : families) {
      text.append(
          "    dnat %1$s to %1$s daddr . meta l4proto . th dport map @%2$s\n"
              .formatted(ip(family), NatSet.FRONTENDS.name(family)));
    }
    text.append("    ip daddr 127.0.0.0/8 return\n    ip6 daddr ::1 return\n");
    for (IpFamily family : families) {
      text.append(
          "    %s meta l4proto . th dport @%s dnat %s to %s\n"
              .formatted(
                  own(family),
                  NatSet.NODE_PORTS.name(family),
                  ip(family),
                  Reserved.nodePorts(family)));
    }
    text.append("  }\n");
    text.append("  chain prerouting {\n");
    text.append("    type nat hook prerouting priority dstnat - 5; policy accept;\n");
    text.append("    iifname \"%s\" return\n".formatted(gateway));
    text.append("    goto services\n  }\n");
    text.append("  chain output {\n");
    text.append("    type nat hook output priority -105; policy accept;\n");
    text.append("    goto services\n  }\n");
    answers(text);
  }

  private void answers(StringBuilder text) {
    String mark = "0x%x".formatted(HostRoutes.BY_GATEWAY);
    text.append("  chain by-gateway {\n");
    text.append("    type filter hook prerouting priority mangle; policy accept;\n");
    text.append(
        "    iifname \"%s\" ct state new fib daddr type local ct mark set ct mark | %s\n"
            .formatted(gateway, mark));
    text.append("  }\n");
    text.append("  chain answers {\n");
    text.append("    type route hook output priority mangle; policy accept;\n");
    text.append(
        "    ct direction reply ct mark & %1$s == %1$s meta mark set meta mark | %1$s\n"
            .formatted(mark));
    text.append("  }\n");
  }

  /// For an address of the node itself that serves node ports.
  private String own(IpFamily family) {
    String local =
        "meta nfproto %s fib daddr type local".formatted(family == IpFamily.IPV4 ? "ipv4" : "ipv6");
    return nodePortAddresses.isEmpty()
        ? local
        : "%s %s daddr @%s".formatted(local, ip(family), nodeAddresses(family));
  }

  private static String ip(IpFamily family) {
    return family == IpFamily.IPV4 ? "ip" : "ip6";
  }
}
