package io.weft.kubernetes.convert;

import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Nodes and namespaces (core/v1).
final class NodeReader {

  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  private NodeReader() {}

  static Node node(Field root, ObjectKey key) {
    Field addresses = root.at("status").at("addresses");
    return new Node(
        key.name(),
        Metadata.labels(root),
        addresses(addresses, "InternalIP"),
        addresses(addresses, "ExternalIP"),
        podCidrs(root.at("spec")),
        Metadata.created(root));
  }

  /// The API server adds the name label; so do we where it is missing or lies.
  static Namespace namespace(Field root, ObjectKey key) {
    Map<String, String> labels = root.at("metadata").at("labels").labels();
    labels.put(NAME_LABEL, key.name());
    return new Namespace(key.name(), Labels.of(labels));
  }

  private static List<IpAddress> addresses(Field addresses, String type) {
    return addresses.items().stream()
        .filter(item -> item.at("type").text().filter(type::equals).isPresent())
        .map(item -> item.at("address").address())
        .toList();
  }

  private static List<IpPrefix> podCidrs(Field spec) {
    List<Field> fields = spec.at("podCIDRs").items();
    if (fields.isEmpty() && spec.at("podCIDR").filledText().isPresent()) {
      fields = List.of(spec.at("podCIDR"));
    }
    Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
    return fields.stream()
        .map(field -> {
          IpPrefix cidr = field.prefix();
          if (!families.add(cidr.family())) {
            throw field.malformed("give at most one block of each family");
          }
          return cidr;
        })
        .toList();
  }
}
