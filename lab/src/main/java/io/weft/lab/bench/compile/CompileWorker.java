package io.weft.lab.bench.compile;

import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.policy.PolicyStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compiles a [LargeCluster]: a program of its own, so that it starts as cold as an agent does.
///
/// Arguments: `spread` or `dense`, and how often. Prints a line for each time, the first of them cold:
/// milliseconds on the clock and of the processors for the whole program; the greatest of 99 % of the
/// milliseconds for a Pod elsewhere that gets other labels; the milliseconds for a Pod that comes to
/// the node; mebibytes of the heap in use after collection, objects included; how many flows, groups
/// and meters the program has; how many policies are in force on the node.
public final class CompileWorker {

  private static final int EVENTS = 200;

  private CompileWorker() {}

  /// The program.
  public static void main(String[] arguments) {
    LargeCluster cluster = arguments[0].equals("dense") ? LargeCluster.DENSE : LargeCluster.SPREAD;
    List<PipelineChange> everything = cluster.everything();
    for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
      System.out.println(measure(cluster, everything));
    }
  }

  private static String measure(LargeCluster cluster, List<PipelineChange> everything) {
    long cpu = processorNanos();
    long start = System.nanoTime();
    PipelineCompiler compiler = new PipelineCompiler(LargeCluster.facts());
    int changes = compiler.apply(everything).changes().size();
    long full = System.nanoTime() - start;
    cpu = processorNanos() - cpu;
    List<Long> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(nanos(compiler, cluster.relabelled(i)));
    }
    long attach = nanos(compiler, cluster.attached(LargeCluster.LOCAL));
    long inForce = compiler.policies().statuses().stream().filter(PolicyStatus::inForce).count();
    long[] sorted = events.stream().mapToLong(Long::longValue).sorted().toArray();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024.0;
    double p99 = sorted[sorted.length * 99 / 100] / 1e6;
    List<Object> values =
        Arrays.asList(full / 1e6, cpu / 1e6, p99, attach / 1e6, heap, changes, inForce);
    return String.join(" ", values.stream().map(Object::toString).toList());
  }

  private static long nanos(PipelineCompiler compiler, PipelineChange change) {
    long start = System.nanoTime();
    int changes = compiler.apply(List.of(change)).changes().size();
    long nanos = System.nanoTime() - start;
    if (changes == 0) {
      throw new IllegalStateException("nothing changed by " + change);
    }
    return nanos;
  }

  private static long processorNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
