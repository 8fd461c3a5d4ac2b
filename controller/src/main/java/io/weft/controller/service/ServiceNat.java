package io.weft.controller.service;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.HostShare.NodePort;
import io.weft.pipeline.table.Reserved;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the host hands external traffic of Services to the bridge: the nftables table of that name,
/// as the text of transactions for nft(8).
///
/// External addresses and node ports are translated to reserved addresses behind the gateway; the
/// source stays the client's. Services are elements of two maps and two sets, never rules, so that a
/// packet's cost does not depend on their number and a change costs its own elements.
///
/// @param frame what does not depend on Services
/// @param nodePorts ports that the node's own addresses serve
/// @param frontends external addresses, and what each is translated to
public record ServiceNat(Frame frame, Set<NodePort> nodePorts, Map<Face, Frontend> frontends) {

  /// The table's name in family `inet`.
  public static final String TABLE = "weft-services";

  private static final Comparator<NodePort> ORDER =
      Comparator.comparing(NodePort::family)
          .thenComparing(NodePort::protocol)
          .thenComparingInt(NodePort::port);

  /// @param gateway the interface behind which the bridge is
  /// @param families those that the node serves
  /// @param nodePortAddresses where own addresses must lie to serve node ports; empty for all
  public record Frame(String gateway, List<IpFamily> families, List<IpPrefix> nodePortAddresses) {
    public Frame {
      families = families.stream().distinct().sorted().toList();
      nodePortAddresses = nodePortAddresses.stream().distinct().sorted().toList();
    }
  }

  public ServiceNat {
    nodePorts = Set.copyOf(nodePorts);
    frontends = Map.copyOf(frontends);
  }

  /// The transaction that makes the table anew.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("table inet %s\ndelete table inet %s\n".formatted(TABLE, TABLE));
    text.append("table inet ").append(TABLE).append(" {\n");
    for (IpFamily family : frame.families()) {
      collections(text, family);
    }
    chains(text);
    text.append("}\n");
    return text.toString();
  }

  /// The transaction that makes this of a table that is `before`; empty text if they are equal. Both
  /// must have one frame.
  public String changeFrom(ServiceNat before) {
    if (!before.frame.equals(frame)) {
      throw new IllegalArgumentException(
          "tables of two frames: %s and %s".formatted(before.frame, frame));
    }
    StringBuilder text = new StringBuilder();
    before
        .sortedPorts()
        .filter(port -> !nodePorts.contains(port))
        .forEach(port -> element(text, "delete", ports(port.family()), element(port)));
    before
        .sortedFaces()
        .filter(entry -> !entry.getValue().equals(frontends.get(entry.getKey())))
        .forEach(entry -> element(text, "delete", faces(entry.getKey()), element(entry)));
    sortedPorts()
        .filter(port -> !before.nodePorts.contains(port))
        .forEach(port -> element(text, "add", ports(port.family()), element(port)));
    sortedFaces()
        .filter(entry -> !entry.getValue().equals(before.frontends.get(entry.getKey())))
        .forEach(entry -> element(text, "add", faces(entry.getKey()), element(entry)));
    return text.toString();
  }

  private static void element(StringBuilder text, String verb, String set, String element) {
    text.append("%s element inet %s %s { %s }\n".formatted(verb, TABLE, set, element));
  }

  private Stream<NodePort> sortedPorts() {
    Set<NodePort> sorted = new TreeSet<>(ORDER);
    nodePorts.stream().filter(p -> frame.families().contains(p.family())).forEach(sorted::add);
    return sorted.stream();
  }

  private Stream<Map.Entry<Face, Frontend>> sortedFaces() {
    return new TreeMap<>(frontends)
        .entrySet().stream().filter(e -> frame.families().contains(e.getKey().address().family()));
  }

  private static String digit(IpFamily family) {
    return family == IpFamily.IPV4 ? "4" : "6";
  }

  private static String ports(IpFamily family) {
    return "node-ports" + digit(family);
  }

  private static String faces(Face face) {
    return "frontends" + digit(face.address().family());
  }

  private static String protocol(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  private static String element(NodePort port) {
    return protocol(port.protocol()) + " . " + port.port();
  }

  private static String element(Map.Entry<Face, Frontend> entry) {
    Face face = entry.getKey();
    Frontend frontend = entry.getValue();
    return "%s . %s . %d : %s . %d"
        .formatted(
            face.address(),
            protocol(face.protocol()),
            face.port(),
            frontend.address(),
            frontend.port());
  }

  private void collections(StringBuilder text, IpFamily family) {
    String address = family == IpFamily.IPV4 ? "ipv4_addr" : "ipv6_addr";
    String digit = digit(family);
    text.append("  set node-ports%s {\n    type inet_proto . inet_service\n".formatted(digit));
    elements(
        text, sortedPorts().filter(p -> p.family() == family).map(ServiceNat::element).toList());
    text.append("  set node-addresses%s {\n    type %s\n".formatted(digit, address));
    text.append("    flags interval\n    auto-merge\n");
    elements(
        text,
        frame.nodePortAddresses().stream()
            .filter(prefix -> prefix.family() == family)
            .map(IpPrefix::toString)
            .toList());
    text.append(
        "  map frontends%s {\n    type %s . inet_proto . inet_service : %s . inet_service\n"
            .formatted(digit, address, address));
    elements(
        text,
        sortedFaces()
            .filter(e -> e.getKey().address().family() == family)
            .map(ServiceNat::element)
            .toList());
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
    for (IpFamily family : frame.families()) {
      String ip = family == IpFamily.IPV4 ? "ip" : "ip6";
      text.append(
          "    dnat %s to %s daddr . meta l4proto . th dport map @frontends%s\n"
              .formatted(ip, ip, digit(family)));
    }
    text.append("    ip daddr 127.0.0.0/8 return\n    ip6 daddr ::1 return\n");
    for (IpFamily family : frame.families()) {
      nodePorts(text, family);
    }
    text.append("  }\n");
    text.append("  chain prerouting {\n");
    text.append("    type nat hook prerouting priority dstnat - 5; policy accept;\n");
    text.append("    iifname \"%s\" return\n    goto services\n  }\n".formatted(frame.gateway()));
    text.append("  chain output {\n");
    text.append("    type nat hook output priority -105; policy accept;\n");
    text.append("    goto services\n  }\n");
  }

  private void nodePorts(StringBuilder text, IpFamily family) {
    String ip = family == IpFamily.IPV4 ? "ip" : "ip6";
    String digit = digit(family);
    IpAddress target = Reserved.nodePorts(family);
    String where =
        frame.nodePortAddresses().isEmpty()
            ? ""
            : " %s daddr @node-addresses%s".formatted(ip, digit);
    text.append(
        "    meta nfproto %s fib daddr type local%s meta l4proto . th dport @node-ports%s dnat %s to %s\n"
            .formatted(family == IpFamily.IPV4 ? "ipv4" : "ipv6", where, digit, ip, target));
  }
}
