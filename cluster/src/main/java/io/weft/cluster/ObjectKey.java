package io.weft.cluster;

/// What identifies an object in the cluster: kind, namespace and name.
///
/// @param kind the kind
/// @param namespace the namespace; empty for cluster-scoped kinds
/// @param name the name
public record ObjectKey(Kind kind, String namespace, String name) implements Comparable<ObjectKey> {

  /// The kinds of object that Weft reads, by their name in the Kubernetes API.
  public enum Kind {
    NODE("Node"),
    NAMESPACE("Namespace"),
    POD("Pod"),
    SERVICE("Service"),
    ENDPOINT_SLICE("EndpointSlice"),
    NETWORK_POLICY("NetworkPolicy"),
    SERVICE_CIDR("ServiceCIDR");

    private final String apiName;

    Kind(String apiName) {
      this.apiName = apiName;
    }

    /// The kind as manifests spell it.
    public String apiName() {
      return apiName;
    }
  }

  public ObjectKey {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(kind.apiName() + " without a name");
    }
  }

  /// @throws IllegalArgumentException if it is of another kind
  void require(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalArgumentException("a %s with the key %s".formatted(wanted.apiName(), this));
    }
  }

  public static ObjectKey node(String name) {
    return new ObjectKey(Kind.NODE, "", name);
  }

  public static ObjectKey namespace(String name) {
    return new ObjectKey(Kind.NAMESPACE, "", name);
  }

  public static ObjectKey pod(String namespace, String name) {
    return new ObjectKey(Kind.POD, namespace, name);
  }

  public static ObjectKey service(String namespace, String name) {
    return new ObjectKey(Kind.SERVICE, namespace, name);
  }

  public static ObjectKey endpointSlice(String namespace, String name) {
    return new ObjectKey(Kind.ENDPOINT_SLICE, namespace, name);
  }

  public static ObjectKey networkPolicy(String namespace, String name) {
    return new ObjectKey(Kind.NETWORK_POLICY, namespace, name);
  }

  public static ObjectKey serviceCidr(String name) {
    return new ObjectKey(Kind.SERVICE_CIDR, "", name);
  }

  // Written out, for keys of maps everywhere: a quick compiler does not see through what is
  // generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectKey key
        && kind == key.kind
        && name.equals(key.name)
        && namespace.equals(key.namespace);
  }

  /// Without the kind: strings keep their hashes, and few objects differ in nothing else.
  @Override
  public int hashCode() {
    return 31 * namespace.hashCode() + name.hashCode();
  }

  /// By kind, namespace and name. Written out, for large states are sorted by it.
  @Override
  public int compareTo(ObjectKey other) {
    int order = kind.compareTo(other.kind);
    if (order == 0) {
      order = namespace.compareTo(other.namespace);
    }
    return order == 0 ? name.compareTo(other.name) : order;
  }

  /// `Kind namespace/name`, or `Kind name` for cluster-scoped kinds.
  @Override
  public String toString() {
    return kind.apiName() + " " + path();
  }

  /// `namespace/name`, or `name` for cluster-scoped kinds.
  public String path() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
