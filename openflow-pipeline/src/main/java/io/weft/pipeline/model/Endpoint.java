package io.weft.pipeline.model;

import io.weft.cluster.ObjectKey;

/// Somebody who sends and receives.
public sealed interface Endpoint {

  /// A Pod with a network of its own.
  record OfPod(ObjectKey pod) implements Endpoint {
    @Override
    public String toString() {
      return pod.path();
    }
  }

  /// A process on a node, host-network Pods included.
  record OfNode(String node) implements Endpoint {
    @Override
    public String toString() {
      return "node:" + node;
    }
  }

  /// A host outside the cluster.
  record Outside(String host) implements Endpoint {
    @Override
    public String toString() {
      return "ext:" + host;
    }
  }

  /// Reads `namespace/pod`, `node:NAME` or `ext:NAME`.
  ///
  /// @throws IllegalArgumentException if it is none of these
  static Endpoint parse(String text) {
    if (text.startsWith("node:")) {
      return new OfNode(text.substring("node:".length()));
    }
    if (text.startsWith("ext:")) {
      return new Outside(text.substring("ext:".length()));
    }
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      throw new IllegalArgumentException(
          "'%s' is no endpoint: give NAMESPACE/POD, node:NAME or ext:NAME".formatted(text));
    }
    return new OfPod(ObjectKey.pod(text.substring(0, slash), text.substring(slash + 1)));
  }
}
