package io.weft.controller.flows;

import io.weft.cluster.ClusterChange;
import io.weft.openflow.Change;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.service.HostShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The compiler between what is known of the node and the flow loop.
///
/// There is no program before the node's facts are known and the cluster's state is complete:
/// nothing in the bridge may be deleted for want of news. Used on the agent's event loop only.
public final class DesiredFlows {

  private final FlowLoop loop;
  private @Nullable PipelineCompiler compiler;

  public DesiredFlows(FlowLoop loop) {
    this.loop = loop;
  }

  /// Makes the first program, or takes in new facts.
  ///
  /// @param facts of the node
  /// @param pods attached at present; used for the first program only
  /// @param objects of the cluster; used for the first program only
  public void facts(NodeFacts facts, List<LocalPod> pods, List<ClusterChange> objects) {
    if (compiler != null) {
      apply(List.of(new PipelineChange.Facts(facts)));
      return;
    }
    PipelineCompiler first = new PipelineCompiler(facts);
    List<PipelineChange> changes = new ArrayList<>();
    objects.forEach(change -> changes.add(new PipelineChange.Cluster(change)));
    pods.forEach(pod -> changes.add(new PipelineChange.Attach(pod)));
    var _ = first.apply(changes);
    compiler = first;
    loop.desire(actual -> repair(first, actual));
  }

  private static List<Change> repair(PipelineCompiler compiler, Actual actual) {
    FlowProgram found = FlowProgram.of(actual.flows(), actual.groups(), actual.meters());
    return FlowDiff.between(found, compiler.program()).changes();
  }

  /// Takes in what changed; nothing before the first program.
  public void apply(List<PipelineChange> changes) {
    if (compiler != null) {
      loop.change(compiler.apply(changes).changes());
    }
  }

  /// What Services ask of the host since this was last asked, where it changed.
  public List<HostShare.Change> drainShares() {
    return compiler == null ? List.of() : compiler.drainShares();
  }

  /// The compiler, once there is a program.
  public Optional<PipelineCompiler> compiler() {
    return Optional.ofNullable(compiler);
  }
}
