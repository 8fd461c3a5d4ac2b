package io.weft.pipeline.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.Pod;
import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.pipeline.Example;
import io.weft.pipeline.RandomCluster;
import io.weft.pipeline.invariant.Invariants;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories of objects and attachments, in full, in part, and in another order.
class PolicyHistoryTest {

  private static final int STEPS = 12;

  private final Map<String, LocalPod> attached = new HashMap<>();

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("seeds", 300));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyHistoryLeadsToTheProgramThatIsCompiledFromScratch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomCluster cluster = new RandomCluster(seed);
    int bits = random.nextBoolean() ? 8 : 32;
    int capacity = random.nextBoolean() ? 2 : 3500;
    PipelineCompiler compiler = new PipelineCompiler(Example.facts(1), bits, capacity);
    FlowProgram onSwitch = compiler.program();
    List<PipelineChange> changes = shuffled(everything(cluster), random);
    for (int i = 0; i < STEPS; i++) {
      FlowDiff diff = compiler.apply(changes);
      onSwitch = diff.applyTo(onSwitch);
      String where = "seed %d step %d bits %d capacity %d".formatted(seed, i, bits, capacity);
      assertThat(onSwitch).as(where).isEqualTo(compiler.program());
      assertThat(compiler.apply(changes).changes()).as(where + " said again").isEmpty();
      assertThat(Invariants.check(onSwitch)).as(where).isEmpty();
      assertThat(longestList(onSwitch)).as(where).isLessThanOrEqualTo(2 * capacity);
      assertSameFlows(onSwitch, scratch(cluster, random, bits, capacity), where);
      changes = next(cluster, random);
    }
  }

  private FlowProgram scratch(
      RandomCluster cluster, SplittableRandom random, int bits, int capacity) {
    PipelineCompiler scratch = new PipelineCompiler(Example.facts(1), bits, capacity);
    scratch.apply(shuffled(everything(cluster), random));
    return scratch.program();
  }

  private static void assertSameFlows(FlowProgram one, FlowProgram other, String where) {
    assertThat(without(one, other)).as(where + ": only after the history").isEmpty();
    assertThat(without(other, one)).as(where + ": only from scratch").isEmpty();
  }

  private static List<Flow> without(FlowProgram some, FlowProgram known) {
    return some.flows().values().stream()
        .filter(flow -> !flow.equals(known.flows().get(flow.key())))
        .toList();
  }

  private static int longestList(FlowProgram program) {
    return program.flows().values().stream()
        .filter(flow -> flow.actions().stream().anyMatch(Action.Conjunction.class::isInstance))
        .mapToInt(flow -> flow.actions().size())
        .max()
        .orElse(0);
  }

  private List<PipelineChange> everything(RandomCluster cluster) {
    List<PipelineChange> all = new ArrayList<>();
    for (ClusterObject object : cluster.state().objects().values()) {
      all.add(new PipelineChange.Cluster(new ClusterChange.Put(object)));
    }
    attached.values().forEach(pod -> all.add(new PipelineChange.Attach(pod)));
    return all;
  }

  private List<PipelineChange> next(RandomCluster cluster, SplittableRandom random) {
    List<PipelineChange> changes = new ArrayList<>();
    cluster.next().forEach(change -> changes.add(new PipelineChange.Cluster(change)));
    List<Pod> pods = cluster.state().all(Pod.class).filter(pod -> !pod.hostNetwork()).toList();
    for (int i = random.nextInt(3); i > 0 && !pods.isEmpty(); i--) {
      changes.add(attachment(pods.get(random.nextInt(pods.size())), random));
    }
    return changes;
  }

  /// A Pod comes, goes, or comes a second time; with its own address or another one.
  private PipelineChange attachment(Pod pod, SplittableRandom random) {
    String name = pod.name() + (random.nextInt(5) == 0 ? "-again" : "");
    if (attached.containsKey(name) && random.nextInt(2) == 0) {
      attached.remove(name);
      return new PipelineChange.Detach(name);
    }
    int number = 1 + random.nextInt(20);
    LocalPod model = Example.pod(1, number);
    LocalPod local =
        new LocalPod(
            name,
            pod.key(),
            model.port(),
            model.mac(),
            random.nextBoolean() ? model.addresses() : pod.ips());
    attached.put(name, local);
    return new PipelineChange.Attach(local);
  }

  private static List<PipelineChange> shuffled(
      List<PipelineChange> changes, SplittableRandom random) {
    List<PipelineChange> shuffled = new ArrayList<>(changes);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
