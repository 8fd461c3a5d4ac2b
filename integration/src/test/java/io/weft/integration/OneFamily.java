package io.weft.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.NodeSpec;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.function.Predicate;

/// Takes one family's addresses out of a lab.
final class OneFamily {

  private OneFamily() {}

  /// The lab with the addresses of `family` alone.
  static LabSpec of(LabSpec spec, IpFamily family) {
    List<NodeSpec> nodes = spec.nodes().stream().map(node -> of(node, family)).toList();
    List<ExternalHost> hosts =
        spec.externalHosts().stream()
            .map(host ->
                new ExternalHost(
                    host.name(),
                    host.addresses().stream().filter(a -> a.family() == family).toList(),
                    host.ports()))
            .toList();
    return new LabSpec(spec.name(), nodes, hosts, spec.tunnel(), spec.settings());
  }

  private static NodeSpec of(NodeSpec node, IpFamily family) {
    ObjectNode json = node.object().json().deepCopy();
    ObjectNode spec = json.withObject("/spec");
    keep(spec.withArray("/podCIDRs"), cidr -> IpPrefix.parse(cidr.asText()).family() == family);
    spec.set("podCIDR", spec.path("podCIDRs").path(0));
    keep(
        json.withObject("/status").withArray("/addresses"),
        address ->
            IpAddress.tryParse(address.path("address").asText())
                .filter(known -> known.family() != family)
                .isEmpty());
    return new NodeSpec(new KubernetesObject(json));
  }

  private static void keep(ArrayNode array, Predicate<JsonNode> wanted) {
    for (int i = array.size() - 1; i >= 0; i--) {
      if (!wanted.test(array.get(i))) {
        var _ = array.remove(i);
      }
    }
  }
}
