package io.weft.pipeline.compile;

import static io.weft.pipeline.Example.facts;
import static io.weft.pipeline.Example.node;
import static io.weft.pipeline.Example.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterState;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.ServiceCidr;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.pipeline.Example;
import io.weft.pipeline.invariant.Invariants;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineCompilerTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyHistoryLeadsToTheProgramThatIsCompiledFromScratch(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int bits = random.nextBoolean() ? 6 : 32;
    PipelineCompiler compiler = new PipelineCompiler(facts(1), bits, 3500);
    World world = new World();
    FlowProgram onSwitch = compiler.program();
    for (int i = 0; i < 30; i++) {
      List<PipelineChange> changes = world.change(random);
      FlowDiff diff = compiler.apply(changes);
      onSwitch = diff.applyTo(onSwitch);
      assertThat(onSwitch).as("seed %d step %d %s", seed, i, changes).isEqualTo(compiler.program());
      assertThat(compiler.apply(changes).changes()).as("said again").isEmpty();
    }
    PipelineCompiler scratch = new PipelineCompiler(world.facts, bits, 3500);
    scratch.apply(world.everything());
    assertThat(compiler.program()).isEqualTo(scratch.program());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyProgramHoldsTheInvariants(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    World world = new World();
    for (int i = 0; i < 20; i++) {
      world.change(random);
    }
    FlowProgram program =
        PipelineCompiler.compile(world.facts, world.pods, ClusterState.of(world.nodes()));
    assertThat(Invariants.check(program)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 6, 11", "false, 7, 13"})
  void aPodCostsAtMostEightFlowsPerFamilyWhateverElseThereIs(
      boolean selfTranslation, int ipv4Only, int dualStack) {
    NodeFacts node = facts(1).withOptions(Example.options(selfTranslation));
    assertThat(ipv4Only).isLessThanOrEqualTo(8);
    assertThat(dualStack).isLessThanOrEqualTo(16);
    for (int others : new int[] {0, 200}) {
      PipelineCompiler compiler = new PipelineCompiler(node);
      compiler.apply(
          IntStream.range(2, 2 + others)
              .<PipelineChange>mapToObj(i -> new PipelineChange.Attach(Example.pod(1, i)))
              .toList());
      FlowDiff v4 = attach(compiler, pod(1, Example.ip("10.244.1.11")));
      assertThat(v4.changes()).hasSize(ipv4Only);
      FlowDiff both = attach(compiler, pod(1, 1));
      assertThat(both.changes()).hasSize(dualStack - ipv4Only);
      assertThat(compiler.apply(List.of(new PipelineChange.Detach("pod1"))).changes())
          .hasSize(dualStack);
    }
  }

  private static FlowDiff attach(PipelineCompiler compiler, LocalPod pod) {
    return compiler.apply(List.of(new PipelineChange.Attach(pod)));
  }

  @Test
  void aPodElsewhereCostsNothing() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    FlowDiff diff =
        compiler.apply(
            List.of(
                new PipelineChange.Cluster(
                    new ClusterChange.Delete(ObjectKey.pod("default", "elsewhere")))));
    assertThat(diff.isEmpty()).isTrue();
  }

  @Test
  void anotherNodeCostsThreeFlowsPerFamily() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    assertThat(compiler.apply(List.of(put(2))).changes()).hasSize(6);
    assertThat(compiler.apply(List.of(put(1))).changes()).as("the node itself").isEmpty();
  }

  private static PipelineChange put(int node) {
    return new PipelineChange.Cluster(new ClusterChange.Put(node(node)));
  }

  @Test
  void theOwnerOfEachFlowIsReadFromItsCookie() {
    PipelineCompiler compiler = new PipelineCompiler(facts(1));
    FlowDiff diff = attach(compiler, pod(1, 1));
    for (Change change : diff.changes()) {
      assertThat(change).isInstanceOf(Change.AddFlow.class);
      Flow flow = ((Change.AddFlow) change).flow();
      Cookie cookie = Cookie.parse(flow.cookie()).orElseThrow();
      assertThat(cookie.kind()).isEqualTo(Cookie.Kind.POD);
      assertThat(compiler.owner(cookie)).contains(ObjectKey.pod("default", "pod1"));
    }
  }

  @Test
  void serviceRangesComeFromTheClusterUnlessConfigured() {
    NodeFacts plain = facts(1);
    NodeFacts open =
        new NodeFacts(
            plain.name(),
            plain.gateway(),
            plain.tunnel(),
            plain.addresses(),
            plain.podCidrs(),
            List.of(),
            plain.options());
    PipelineCompiler compiler = new PipelineCompiler(open);
    ServiceCidr cidr = new ServiceCidr("kubernetes", plain.serviceCidrs());
    compiler.apply(List.of(new PipelineChange.Cluster(new ClusterChange.Put(cidr))));
    assertThat(compiler.program()).isEqualTo(new PipelineCompiler(plain).program());
    compiler.apply(List.of(new PipelineChange.Cluster(new ClusterChange.Delete(cidr.key()))));
    assertThat(compiler.program()).isEqualTo(new PipelineCompiler(open).program());
  }

  @Test
  void ofTwoPortsWithOneAddressTheSmallerNameHasIt() {
    LocalPod first = pod(1, Example.ip("10.244.1.50"));
    LocalPod second = pod(2, Example.ip("10.244.1.50"));
    FlowProgram one =
        PipelineCompiler.compile(facts(1), List.of(first, second), ClusterState.EMPTY);
    FlowProgram other =
        PipelineCompiler.compile(facts(1), List.of(second, first), ClusterState.EMPTY);
    assertThat(one).isEqualTo(other);
    assertThat(Invariants.check(one)).isEmpty();
  }

  /// What holds at some moment of a random history.
  private static final class World {

    private NodeFacts facts = facts(1);
    private final List<LocalPod> pods = new ArrayList<>();
    private final Set<Integer> nodes = new TreeSet<>();

    List<Node> nodes() {
      return nodes.stream().map(Example::node).toList();
    }

    List<PipelineChange> change(SplittableRandom random) {
      List<PipelineChange> changes = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changes.add(one(random));
      }
      return changes;
    }

    private PipelineChange one(SplittableRandom random) {
      return switch (random.nextInt(6)) {
        case 0 -> {
          facts =
              facts(1, Example.podCidrs(1).subList(random.nextInt(2), 2), "192.168.0.1")
                  .withOptions(
                      new NodeFacts.Options(
                          random.nextBoolean(),
                          random.nextBoolean(),
                          List.of(),
                          random.nextBoolean()));
          yield new PipelineChange.Facts(facts);
        }
        case 1 -> {
          int node = 2 + random.nextInt(6);
          nodes.remove(node);
          yield new PipelineChange.Cluster(new ClusterChange.Delete(ObjectKey.node("node" + node)));
        }
        case 2 -> {
          int node = 2 + random.nextInt(6);
          nodes.remove(node);
          nodes.add(node);
          yield put(node);
        }
        case 3 -> {
          String name = "pod" + random.nextInt(12);
          pods.removeIf(pod -> pod.name().equals(name));
          yield new PipelineChange.Detach(name);
        }
        default -> {
          LocalPod pod = attached(random);
          pods.removeIf(other -> other.name().equals(pod.name()));
          pods.add(pod);
          yield new PipelineChange.Attach(pod);
        }
      };
    }

    /// Sometimes another Pod than before on the same port, sometimes two ports of one Pod.
    private static LocalPod attached(SplittableRandom random) {
      int number = random.nextInt(12);
      LocalPod pod = Example.pod(1, number);
      int called = random.nextInt(4) == 0 ? random.nextInt(12) : number;
      return new LocalPod(
          pod.name(),
          ObjectKey.pod("default", "pod" + called),
          pod.port(),
          pod.mac(),
          pod.addresses().subList(0, 1 + random.nextInt(2)));
    }

    List<PipelineChange> everything() {
      List<PipelineChange> all = new ArrayList<>();
      pods.forEach(pod -> all.add(new PipelineChange.Attach(pod)));
      nodes.forEach(node -> all.add(put(node)));
      return all;
    }
  }
}
