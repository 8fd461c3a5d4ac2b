package io.weft.cluster;

/// A namespace (core/v1 `Namespace`).
///
/// @param name its name
/// @param labels its labels; the API server adds `kubernetes.io/metadata.name`, and the converter
///   does where it is missing
public record Namespace(String name, Labels labels) implements ClusterObject {
  @Override
  public ObjectKey key() {
    return ObjectKey.namespace(name);
  }
}
