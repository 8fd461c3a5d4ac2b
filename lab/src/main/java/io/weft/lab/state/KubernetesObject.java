package io.weft.lab.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.traffic.Port;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A Kubernetes object as JSON. Equal when the JSON is equal.
///
/// @param json the object as an API server would show it; not to be changed
public record KubernetesObject(ObjectNode json) {

  private static final Set<String> CLUSTER_WIDE =
      Set.of(
          "Node",
          "Namespace",
          "ServiceCIDR",
          "ClusterNetworkPolicy",
          "AdminNetworkPolicy",
          "BaselineAdminNetworkPolicy");

  public KubernetesObject {
    json = json.deepCopy();
    if (json.path("kind").asText().isEmpty()
        || json.path("metadata").path("name").asText().isEmpty()) {
      throw new IllegalArgumentException(
          "not a Kubernetes object (kind and metadata.name are needed): " + shortened(json));
    }
  }

  private static String shortened(ObjectNode json) {
    String text = json.toString();
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }

  public String kind() {
    return json.path("kind").asText();
  }

  public String name() {
    return json.path("metadata").path("name").asText();
  }

  /// The namespace; `default` for a namespaced object that names none, empty for cluster-wide kinds.
  public String namespace() {
    return namespaceOf(kind(), json.path("metadata").path("namespace").asText());
  }

  /// The namespace that an object of this kind has when it names this one (perhaps none).
  public static String namespaceOf(String kind, String named) {
    if (CLUSTER_WIDE.contains(kind)) {
      return "";
    }
    return named.isEmpty() ? "default" : named;
  }

  public ObjectId id() {
    return new ObjectId(kind(), namespace(), name());
  }

  /// A field of `spec`.
  public JsonNode spec(String field) {
    return json.path("spec").path(field);
  }

  /// A field of `status`.
  public JsonNode status(String field) {
    return json.path("status").path(field);
  }

  /// A Node's InternalIPs, in their order.
  public List<IpAddress> internalAddresses() {
    List<IpAddress> addresses = new ArrayList<>();
    for (JsonNode address : status("addresses")) {
      if (address.path("type").asText().equals("InternalIP")) {
        addresses.add(IpAddress.parse(address.path("address").asText()));
      }
    }
    return addresses;
  }

  /// A Node's Pod CIDRs, in their order.
  public List<IpPrefix> podCidrs() {
    List<IpPrefix> prefixes = new ArrayList<>();
    spec("podCIDRs").forEach(text -> prefixes.add(IpPrefix.parse(text.asText())));
    if (prefixes.isEmpty() && spec("podCIDR").isTextual()) {
      prefixes.add(IpPrefix.parse(spec("podCIDR").asText()));
    }
    return prefixes;
  }

  /// A Pod's addresses by its status.
  public List<IpAddress> podAddresses() {
    List<IpAddress> addresses = new ArrayList<>();
    status("podIPs").forEach(ip -> addresses.add(IpAddress.parse(ip.path("ip").asText())));
    if (addresses.isEmpty() && !status("podIP").asText().isEmpty()) {
      addresses.add(IpAddress.parse(status("podIP").asText()));
    }
    return addresses;
  }

  /// The ports of a Pod's containers, each once.
  public List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    for (JsonNode container : spec("containers")) {
      for (JsonNode port : container.path("ports")) {
        Port listed =
            new Port(
                Protocol.parse(port.path("protocol").asText("TCP")),
                port.path("containerPort").asInt());
        if (!ports.contains(listed)) {
          ports.add(listed);
        }
      }
    }
    return ports;
  }

  /// Whether a Pod uses its node's network.
  public boolean hostNetwork() {
    return spec("hostNetwork").asBoolean();
  }

  /// Whether a Pod has come to its end (phase Succeeded or Failed).
  public boolean terminated() {
    String phase = status("phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }
}
