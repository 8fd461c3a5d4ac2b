package io.weft.lab.topology;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.traffic.Port;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A whole lab.
///
/// @param name lower-case letters and digits, at most 12: it is part of namespace names and paths
/// @param nodes at least one, names distinct
/// @param externalHosts hosts outside
/// @param tunnel how the nodes carry Pod traffic
/// @param settings further settings of all agents, by the keys of their configuration
public record LabSpec(
    String name,
    List<NodeSpec> nodes,
    List<ExternalHost> externalHosts,
    Tunnel tunnel,
    Map<String, String> settings) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,11}");

  public LabSpec {
    nodes = List.copyOf(nodes);
    externalHosts = List.copyOf(externalHosts);
    settings = new TreeMap<>(settings);
    checkName(name);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a lab needs at least one node");
    }
    if (nodes.stream().map(NodeSpec::name).distinct().count() < nodes.size()) {
      throw new IllegalArgumentException("two nodes have the same name");
    }
  }

  /// A lab whose agents have the settings that labs usually give them.
  public LabSpec(
      String name, List<NodeSpec> nodes, List<ExternalHost> externalHosts, Tunnel tunnel) {
    this(name, nodes, externalHosts, tunnel, Map.of());
  }

  /// The same lab with one more setting for all agents.
  public LabSpec with(String key, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(key, value);
    return new LabSpec(name, nodes, externalHosts, tunnel, more);
  }

  /// The same lab with other hosts outside.
  public LabSpec with(List<ExternalHost> outside) {
    return new LabSpec(name, nodes, outside, tunnel, settings);
  }

  /// Checks the name of a lab.
  ///
  /// @throws IllegalArgumentException with the name and what a name may be
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for a lab: a letter, then letters and digits, lower case, at most 12"
              .formatted(name));
    }
    return name;
  }

  /// A lab of `nodes` nodes `n1`, `n2` … with one outside host `e1` that serves TCP and UDP port 80.
  ///
  /// @param nodes 1 to 200
  /// @param ipv6 whether nodes and Pods have IPv6 addresses as well
  public static LabSpec ofNodes(String name, int nodes, boolean ipv6, Tunnel tunnel) {
    if (nodes < 1 || nodes > 200) {
      throw new IllegalArgumentException("a lab has 1 to 200 nodes, not " + nodes);
    }
    List<NodeSpec> specs = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      specs.add(node(i, ipv6));
    }
    List<IpAddress> outside = new ArrayList<>(List.of(IpAddress.parse("198.51.100.10")));
    if (ipv6) {
      outside.add(IpAddress.parse("2001:db8:1::10"));
    }
    List<Port> ports = List.of(new Port(Protocol.TCP, 80), new Port(Protocol.UDP, 80));
    return new LabSpec(name, specs, List.of(new ExternalHost("e1", outside, ports)), tunnel);
  }

  private static NodeSpec node(int number, boolean ipv6) {
    String name = "n" + number;
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = node.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/hostname", name)
        .put("kubernetes.io/os", "linux");
    ObjectNode spec = node.putObject("spec").put("podCIDR", "10.244." + number + ".0/24");
    ArrayNode cidrs = spec.putArray("podCIDRs").add("10.244." + number + ".0/24");
    ArrayNode addresses = node.putObject("status").putArray("addresses");
    addresses.addObject().put("type", "InternalIP").put("address", "172.18.0." + (10 + number));
    if (ipv6) {
      cidrs.add("fd00:10:244:" + Integer.toHexString(number) + "::/64");
      addresses
          .addObject()
          .put("type", "InternalIP")
          .put("address", "fd00:172:18::" + Integer.toHexString(16 + number));
    }
    addresses.addObject().put("type", "Hostname").put("address", name);
    return new NodeSpec(new KubernetesObject(node));
  }
}
