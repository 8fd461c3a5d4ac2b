package io.weft.controller.flows;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ObjectKey;
import io.weft.openflow.Change;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.service.HostShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The compiler between what is known of the node and the flow loop.
///
/// There is no program before the node's facts are known and the cluster's state is complete:
/// nothing in the bridge may be deleted for want of news. A compiler that throws has taken in an
/// unknown part of what it was given; it is replaced by one that is told everything anew, without
/// the object at which it throws. Used on the agent's event loop only.
public final class DesiredFlows {

  private static final Logger LOG = LoggerFactory.getLogger(DesiredFlows.class);

  private final FlowLoop loop;
  private final Supplier<List<PipelineChange>> known;
  private final Compiling compiling;
  private final Map<String, String> leftOut = new LinkedHashMap<>();
  private final Map<ObjectKey, HostShare> shares = new HashMap<>();
  private @Nullable PipelineCompiler compiler;
  private @Nullable NodeFacts facts;
  private boolean doubtful;
  private boolean sharesAnew;
  private ChangeTimes times = ChangeTimes.NONE;

  /// How changes are given to a compiler.
  interface Compiling {
    FlowDiff apply(PipelineCompiler compiler, List<PipelineChange> changes);
  }

  /// @param known all objects of the cluster and attached Pods as they are at the moment of the call
  public DesiredFlows(FlowLoop loop, Supplier<List<PipelineChange>> known) {
    this(loop, known, PipelineCompiler::apply);
  }

  DesiredFlows(FlowLoop loop, Supplier<List<PipelineChange>> known, Compiling compiling) {
    this.loop = loop;
    this.known = known;
    this.compiling = compiling;
  }

  /// Makes the first program, or takes in new facts.
  ///
  /// @param wanted the facts of the node
  public void facts(NodeFacts wanted) {
    facts = wanted;
    if (compiler == null) {
      rebuild(wanted);
    } else {
      boolean _ = apply(List.of(new PipelineChange.Facts(wanted)), Urgency.AT_ONCE);
    }
  }

  /// Takes in what changed; nothing before the first program. What is known must hold it already.
  /// Says whether flows may have changed by it.
  public boolean apply(List<PipelineChange> changes, Urgency urgency) {
    if (compiler == null || facts == null) {
      return false;
    }
    if (doubtful) {
      rebuild(facts);
      return true;
    }
    if (!leftOut.isEmpty()) {
      changes.forEach(change -> leftOut.remove(subject(change)));
    }
    long told = System.nanoTime();
    try {
      List<Change> difference = compiling.apply(compiler, changes).changes();
      loop.change(difference, urgency);
      if (!difference.isEmpty()) {
        loop.confirmed().onSuccess(_ -> times = times.plus(System.nanoTime() - told));
      }
      return !difference.isEmpty();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("changes", changes.stream().map(DesiredFlows::subject).toList())
          .setCause(e)
          .log("changes cannot be compiled; compiling everything anew");
      doubtful = true;
      rebuild(facts);
      return true;
    }
  }

  private void rebuild(NodeFacts wanted) {
    leftOut.clear();
    PipelineCompiler made = compileAll(wanted, known.get());
    compiler = made;
    doubtful = false;
    sharesAnew = true;
    loop.desire(made);
  }

  private PipelineCompiler compileAll(NodeFacts wanted, List<PipelineChange> everything) {
    PipelineCompiler made = new PipelineCompiler(wanted);
    try {
      var _ = compiling.apply(made, everything);
      return made;
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("compiling one by one");
      return compileSingly(wanted, everything);
    }
  }

  /// After each change at which the compiler throws, a new one gets what went well so far.
  private PipelineCompiler compileSingly(NodeFacts wanted, List<PipelineChange> everything) {
    List<PipelineChange> good = new ArrayList<>();
    PipelineCompiler made = new PipelineCompiler(wanted);
    for (PipelineChange change : everything) {
      try {
        var _ = compiling.apply(made, List.of(change));
        good.add(change);
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("object", subject(change))
            .setCause(e)
            .log("object cannot be compiled and is left out; change it, and report this");
        leftOut.put(subject(change), e.toString());
        made = new PipelineCompiler(wanted);
        var _ = compiling.apply(made, good);
      }
    }
    return made;
  }

  private static String subject(PipelineChange change) {
    return switch (change) {
      case PipelineChange.Facts _ -> "the node's facts";
      case PipelineChange.Attach(var pod) -> "port " + pod.name();
      case PipelineChange.Detach(String name) -> "port " + name;
      case PipelineChange.Cluster(ClusterChange cluster) -> cluster.key().toString();
    };
  }

  /// What Services ask of the host since this was last asked, where it changed.
  public List<HostShare.Change> drainShares() {
    if (compiler == null) {
      return List.of();
    }
    List<HostShare.Change> changes = compiler.drainShares();
    if (sharesAnew) {
      changes = sinceLast(changes);
      sharesAnew = false;
    }
    changes.forEach(change -> {
      if (change.after().equals(HostShare.NONE)) {
        shares.remove(change.service());
      } else {
        shares.put(change.service(), change.after());
      }
    });
    return changes;
  }

  /// A new compiler tells what there is as if there had been nothing.
  private List<HostShare.Change> sinceLast(List<HostShare.Change> fromNothing) {
    Map<ObjectKey, HostShare> now = new HashMap<>();
    fromNothing.forEach(change -> now.put(change.service(), change.after()));
    Set<ObjectKey> services = new LinkedHashSet<>(shares.keySet());
    services.addAll(now.keySet());
    return services.stream()
        .map(key ->
            new HostShare.Change(
                key,
                shares.getOrDefault(key, HostShare.NONE),
                now.getOrDefault(key, HostShare.NONE)))
        .filter(change -> !change.before().equals(change.after()))
        .toList();
  }

  /// What all Services ask of the host, as of the last time that changes were asked for.
  public List<HostShare> shares() {
    return List.copyOf(shares.values());
  }

  /// The compiler, once there is a program.
  public Optional<PipelineCompiler> compiler() {
    return Optional.ofNullable(compiler);
  }

  /// How long changes have taken since the agent started.
  public ChangeTimes times() {
    return times;
  }

  /// What the compiler threw at and is left out of the program, with the reason.
  public Map<String, String> leftOut() {
    return Map.copyOf(leftOut);
  }
}
