package io.weft.pipeline.compile;

import io.weft.cluster.ClusterChange;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;

/// Something that the flows of the node depend on has changed.
///
/// All are idempotent: saying again what holds already changes nothing.
public sealed interface PipelineChange {

  /// The facts of the node are these now.
  record Facts(NodeFacts facts) implements PipelineChange {}

  /// The Pod is attached to the bridge like this, whether it was before or not.
  record Attach(LocalPod pod) implements PipelineChange {}

  /// No Pod is attached by the port of this name any more.
  record Detach(String name) implements PipelineChange {}

  /// An object of the cluster was put or deleted.
  record Cluster(ClusterChange change) implements PipelineChange {}
}
