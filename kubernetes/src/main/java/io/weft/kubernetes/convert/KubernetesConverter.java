package io.weft.kubernetes.convert;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.ObjectKey.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one object of the Kubernetes API.
///
/// Absent fields get the defaults that the API server documents. Versions that are read: `v1` for
/// Node, Namespace, Pod and Service; `discovery.k8s.io/v1` for EndpointSlice; `networking.k8s.io/v1`
/// for NetworkPolicy and (also `v1beta1`) ServiceCIDR.
public final class KubernetesConverter {

  private static final List<String> CORE = List.of("v1");
  private static final List<String> DISCOVERY = List.of("discovery.k8s.io/v1");
  private static final List<String> NETWORKING = List.of("networking.k8s.io/v1");
  private static final List<String> SERVICE_CIDRS =
      List.of("networking.k8s.io/v1", "networking.k8s.io/v1beta1");

  private static final Map<String, Kind> KINDS =
      Map.of(
          "Node", Kind.NODE,
          "Namespace", Kind.NAMESPACE,
          "Pod", Kind.POD,
          "Service", Kind.SERVICE,
          "EndpointSlice", Kind.ENDPOINT_SLICE,
          "NetworkPolicy", Kind.NETWORK_POLICY,
          "ServiceCIDR", Kind.SERVICE_CIDR);

  private KubernetesConverter() {}

  /// Reads the object.
  ///
  /// @param object its tree: maps, lists, texts, numbers and booleans
  public static Conversion convert(Map<?, ?> object) {
    Field root = Field.root(object);
    Optional<ObjectKey> key = Optional.empty();
    try {
      String name = root.at("kind").requiredText();
      Kind kind = KINDS.get(name);
      if (kind == null) {
        return new Conversion.Skipped(key, name + " is not a kind that Weft reads");
      }
      ObjectKey known = key(kind, root.at("metadata"));
      key = Optional.of(known);
      checkVersion(kind, root.at("apiVersion"));
      return read(kind, root, known);
    } catch (MalformedField malformed) {
      return new Conversion.Broken(key, List.of(malformed.fault()));
    }
  }

  private static Conversion read(Kind kind, Field root, ObjectKey key) {
    List<Fault> faults = new ArrayList<>();
    Optional<String> reason =
        switch (kind) {
          case SERVICE -> ServiceReader.skip(root);
          case ENDPOINT_SLICE -> EndpointSliceReader.skip(root);
          case NODE, NAMESPACE, POD, NETWORK_POLICY, SERVICE_CIDR -> Optional.empty();
        };
    if (reason.isPresent()) {
      return new Conversion.Skipped(Optional.of(key), reason.get());
    }
    ClusterObject value =
        switch (kind) {
          case NODE -> NodeReader.node(root, key);
          case NAMESPACE -> NodeReader.namespace(root, key);
          case POD -> PodReader.pod(root, key);
          case SERVICE -> ServiceReader.service(root, key);
          case ENDPOINT_SLICE -> EndpointSliceReader.slice(root, key);
          case NETWORK_POLICY -> new NetworkPolicyReader(faults).policy(root, key);
          case SERVICE_CIDR -> ServiceReader.range(root, key);
        };
    return new Conversion.Read(value, faults);
  }

  private static ObjectKey key(Kind kind, Field metadata) {
    String name = name(metadata.at("name"));
    return switch (kind) {
      case NODE, NAMESPACE, SERVICE_CIDR -> new ObjectKey(kind, "", name);
      case POD, SERVICE, ENDPOINT_SLICE, NETWORK_POLICY -> {
        Field namespace = metadata.at("namespace");
        yield new ObjectKey(kind, namespace.filled() ? name(namespace) : "default", name);
      }
    };
  }

  private static String name(Field field) {
    String name = field.requiredText();
    if (!Spelling.isName(name)) {
      throw field.malformed("give a name of lower-case letters, digits, \"-\" and \".\"");
    }
    return name;
  }

  private static void checkVersion(Kind kind, Field field) {
    List<String> versions =
        switch (kind) {
          case NODE, NAMESPACE, POD, SERVICE -> CORE;
          case ENDPOINT_SLICE -> DISCOVERY;
          case NETWORK_POLICY -> NETWORKING;
          case SERVICE_CIDR -> SERVICE_CIDRS;
        };
    if (!versions.contains(field.requiredText())) {
      throw field.malformed(
          "write the %s as %s".formatted(kind.apiName(), String.join(" or ", versions)));
    }
  }
}
