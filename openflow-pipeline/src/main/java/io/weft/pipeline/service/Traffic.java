package io.weft.pipeline.service;

/// The kinds of traffic of a Service port.
public enum Traffic {
  /// To its ClusterIP.
  INTERNAL,
  /// To its external addresses and node port, from outside.
  EXTERNAL,
  /// To the same, from Pods and processes of this node.
  INSIDER
}
