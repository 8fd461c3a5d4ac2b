package io.weft.lab.bench.compile;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.Pod;
import io.weft.openflow.Change;
import io.weft.openflow.message.Modification;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.WireWriter;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// From values to bytes, step by step, for the node of [LargeCluster#SPREAD], warm, with the
/// collector and the compiler of an agent.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"})
public class PureSteps {

  private static final int EVENTS = 1000;

  private List<PipelineChange> everything = List.of();
  private List<PipelineChange> asTheyWere = List.of();
  private PipelineCompiler compiler = new PipelineCompiler(LargeCluster.facts());
  private FlowProgram program = FlowProgram.EMPTY;
  private FlowProgram same = FlowProgram.EMPTY;
  private FlowDiff fromNothing = FlowDiff.between(program, same);
  private int event;

  /// For JMH.
  public PureSteps() {}

  /// The cluster, compiled twice.
  @Setup
  public void compile() {
    everything = LargeCluster.SPREAD.everything();
    compiler.apply(everything);
    program = compiler.program();
    PipelineCompiler other = new PipelineCompiler(LargeCluster.facts());
    other.apply(everything);
    same = other.program();
    fromNothing = FlowDiff.between(FlowProgram.EMPTY, program);
    List<String> relabelled =
        IntStream.range(0, EVENTS).mapToObj(i -> name(LargeCluster.SPREAD.relabelled(i))).toList();
    Set<String> names = new HashSet<>(relabelled);
    Map<String, PipelineChange> byName =
        everything.stream()
            .filter(change -> names.contains(name(change)))
            .collect(Collectors.toMap(PureSteps::name, Function.identity()));
    asTheyWere = relabelled.stream().map(byName::get).map(Objects::requireNonNull).toList();
  }

  private static String name(PipelineChange change) {
    return change instanceof PipelineChange.Cluster(ClusterChange.Put(Pod pod)) ? pod.name() : "";
  }

  /// Everything from the start.
  @Benchmark
  public FlowDiff everything() {
    return new PipelineCompiler(LargeCluster.facts()).apply(everything);
  }

  /// A Pod elsewhere gets other labels, or its own again: another Pod every second time.
  @Benchmark
  public FlowDiff onePodGetsOtherLabels() {
    int pod = event / 2 % EVENTS;
    PipelineChange change =
        event % 2 == 0 ? LargeCluster.SPREAD.relabelled(pod) : asTheyWere.get(pod);
    event++;
    return compiler.apply(List.of(change));
  }

  /// Two programs that are equal, but made apart: what an audit does.
  @Benchmark
  public FlowDiff differenceOfEqualPrograms() {
    return FlowDiff.between(program, same);
  }

  /// The whole program as OpenFlow messages.
  @Benchmark
  public int bytes() {
    WireWriter out = new WireWriter();
    int size = 0;
    for (Change change : fromNothing.changes()) {
      Frame.write(1, new Modification(change), out);
      size += out.size();
      out.clear();
    }
    return size;
  }
}
