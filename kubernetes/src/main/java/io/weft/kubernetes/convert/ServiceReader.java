package io.weft.kubernetes.convert;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.cluster.Service.LoadBalancer;
import io.weft.cluster.Service.TrafficDistribution;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Services (core/v1) and the ranges of their addresses (networking.k8s.io).
final class ServiceReader {

  /// Set on Services that another proxy serves (KEP-2447).
  static final String PROXY_LABEL = "service.kubernetes.io/service-proxy-name";

  /// Set on Services, and on their slices, whose addresses no proxy serves.
  static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

  private static final String RANGES_ANNOTATION =
      "service.beta.kubernetes.io/load-balancer-source-ranges";
  private static final int DEFAULT_AFFINITY_SECONDS = 10_800;
  private static final int LONGEST_AFFINITY_SECONDS = 86_400;
  private static final Map<String, Service.Type> TYPES =
      Map.of(
          "ClusterIP", Service.Type.CLUSTER_IP,
          "NodePort", Service.Type.NODE_PORT,
          "LoadBalancer", Service.Type.LOAD_BALANCER);
  private static final Map<String, Boolean> LOCAL = Map.of("Local", true, "Cluster", false);
  private static final Map<String, Boolean> AFFINITY = Map.of("ClientIP", true, "None", false);

  private ServiceReader() {}

  /// Why this Service is not ours to serve, if it is not.
  static Optional<String> skip(Field root) {
    if (root.at("spec").at("type").is("ExternalName")) {
      return Optional.of("a Service of type ExternalName has no addresses");
    }
    Field labels = root.at("metadata").at("labels");
    labels.requireTexts();
    if (labels.has(PROXY_LABEL)) {
      return Optional.of("the label " + PROXY_LABEL + " leaves it to another proxy");
    }
    if (labels.has(HEADLESS_LABEL)) {
      return Optional.of("the label " + HEADLESS_LABEL + " says that no proxy serves it");
    }
    return Optional.empty();
  }

  static Service service(Field root, ObjectKey key) {
    Field spec = root.at("spec");
    Service.Type type = spec.at("type").word(TYPES, Service.Type.CLUSTER_IP);
    return new Service.Builder(key)
        .created(Metadata.created(root))
        .type(type)
        .clusterIps(clusterIps(spec))
        .externalIps(spec.at("externalIPs").each(Field::address))
        .ports(spec.at("ports").each(port -> port(port, type)))
        .loadBalancer(type == Service.Type.LOAD_BALANCER ? loadBalancer(root) : LoadBalancer.NONE)
        .externalTrafficLocal(spec.at("externalTrafficPolicy").word(LOCAL, false))
        .internalTrafficLocal(spec.at("internalTrafficPolicy").word(LOCAL, false))
        .affinity(affinity(spec))
        .publishNotReady(spec.at("publishNotReadyAddresses").flag(false))
        .distribution(distribution(spec.at("trafficDistribution")))
        .build();
  }

  static ServiceCidr range(Field root, ObjectKey key) {
    return new ServiceCidr(key.name(), root.at("spec").at("cidrs").each(Field::prefix));
  }

  private static List<IpAddress> clusterIps(Field spec) {
    List<Field> fields = spec.at("clusterIPs").items();
    if (fields.isEmpty()) {
      fields = List.of(spec.at("clusterIP"));
    }
    List<IpAddress> addresses = new ArrayList<>(fields.size());
    for (Field field : fields) {
      if (field.filled() && !field.is("None")) {
        addresses.add(field.address());
      }
    }
    return addresses;
  }

  private static Service.Port port(Field port, Service.Type type) {
    OptionalInt nodePort = port.at("nodePort").port(true);
    return new Service.Port(
        port.at("name").textOrEmpty(),
        port.at("protocol").word(PodReader.PROTOCOLS, Protocol.TCP),
        port.at("port").requiredPort(),
        type == Service.Type.CLUSTER_IP ? OptionalInt.empty() : nodePort);
  }

  private static LoadBalancer loadBalancer(Field root) {
    Field spec = root.at("spec");
    List<IpAddress> ingress =
        root.at("status").at("loadBalancer").at("ingress").items().stream()
            .filter(item -> item.at("ip").filledText().isPresent())
            .filter(item -> item.at("ipMode").text().filter("Proxy"::equals).isEmpty())
            .map(item -> item.at("ip").address())
            .toList();
    return new LoadBalancer(ingress, sourceRanges(root), spec.at("healthCheckNodePort").port(true));
  }

  /// The field, or where it is empty the older annotation: blocks with commas between.
  private static List<IpPrefix> sourceRanges(Field root) {
    List<IpPrefix> ranges = root.at("spec").at("loadBalancerSourceRanges").each(Field::prefix);
    if (!ranges.isEmpty()) {
      return ranges;
    }
    Field annotation = root.at("metadata").at("annotations").entry(RANGES_ANNOTATION);
    return annotation.filledText().stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .filter(text -> !text.isBlank())
        .map(text -> annotation.with(text).prefix())
        .toList();
  }

  private static Optional<Duration> affinity(Field spec) {
    Field timeout = spec.at("sessionAffinityConfig").at("clientIP").at("timeoutSeconds");
    int seconds = timeout.integer().orElse(DEFAULT_AFFINITY_SECONDS);
    if (seconds < 1 || seconds > LONGEST_AFFINITY_SECONDS) {
      throw timeout.malformed("give 1 to %d seconds".formatted(LONGEST_AFFINITY_SECONDS));
    }
    return spec.at("sessionAffinity").word(AFFINITY, false)
        ? Optional.of(Duration.ofSeconds(seconds))
        : Optional.empty();
  }

  /// A preference, not a promise: a word that we do not know means no preference.
  private static TrafficDistribution distribution(Field field) {
    return switch (field.text().orElse("")) {
      case "PreferClose", "PreferSameZone" -> TrafficDistribution.PREFER_SAME_ZONE;
      case "PreferSameNode" -> TrafficDistribution.PREFER_SAME_NODE;
      default -> TrafficDistribution.ANY;
    };
  }
}
