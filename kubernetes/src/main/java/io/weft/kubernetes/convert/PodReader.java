package io.weft.kubernetes.convert;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Pod.ContainerPort;
import io.weft.cluster.Pod.Phase;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Pods (core/v1).
final class PodReader {

  static final Map<String, Protocol> PROTOCOLS =
      Map.of("TCP", Protocol.TCP, "UDP", Protocol.UDP, "SCTP", Protocol.SCTP);

  private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

  private static final Map<String, Phase> PHASES =
      Map.of(
          "Pending", Phase.PENDING,
          "Running", Phase.RUNNING,
          "Succeeded", Phase.SUCCEEDED,
          "Failed", Phase.FAILED,
          "Unknown", Phase.UNKNOWN);

  private PodReader() {}

  static Pod pod(Field root, ObjectKey key) {
    Field spec = root.at("spec");
    Field status = root.at("status");
    return new Pod(
        key,
        uid(root.at("metadata")),
        Metadata.labels(root),
        spec.at("nodeName").filledText(),
        spec.at("hostNetwork").flag(false),
        status.at("phase").word(PHASES, Phase.PENDING),
        root.at("metadata").at("deletionTimestamp").present(),
        addresses(status),
        ports(spec));
  }

  /// The uid that the runtime is told: that of a static Pod is its hash, which its mirror object has
  /// as an annotation, beside a uid of its own.
  private static String uid(Field metadata) {
    return metadata
        .at("annotations")
        .entry(MIRROR_ANNOTATION)
        .text()
        .or(() -> metadata.at("uid").text())
        .orElse("");
  }

  private static List<IpAddress> addresses(Field status) {
    List<Field> fields =
        status.at("podIPs").items().stream()
            .map(item -> item.at("ip"))
            .filter(ip -> ip.filledText().isPresent())
            .toList();
    if (fields.isEmpty() && status.at("podIP").filledText().isPresent()) {
      fields = List.of(status.at("podIP"));
    }
    Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
    List<IpAddress> addresses = new ArrayList<>();
    for (Field field : fields) {
      IpAddress address = field.address();
      if (!families.add(address.family())) {
        throw field.malformed("give at most one address of each family");
      }
      addresses.add(address);
    }
    return addresses;
  }

  /// The ports of containers that run together with the Pod: an init container does if it is
  /// restartable (KEP-753).
  private static List<ContainerPort> ports(Field spec) {
    List<ContainerPort> ports = new ArrayList<>();
    for (Field container : spec.at("containers").items()) {
      ports.addAll(container.at("ports").each(PodReader::port));
    }
    for (Field container : spec.at("initContainers").items()) {
      if (container.at("restartPolicy").text().filter("Always"::equals).isPresent()) {
        ports.addAll(container.at("ports").each(PodReader::port));
      }
    }
    return ports;
  }

  private static ContainerPort port(Field port) {
    return new ContainerPort(
        port.at("name").filledText().isPresent() ? port.at("name").portName() : "",
        port.at("protocol").word(PROTOCOLS, Protocol.TCP),
        port.at("containerPort").requiredPort());
  }
}
