package io.weft.lab.bench.compile;

import io.weft.lab.agent.Distribution;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.process.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What it takes to compile the flows of a node of a large cluster, and an event afterwards.
public final class CompileBenchmark implements Benchmark {

  private static final String NAME = "compile";
  private static final String OPTIONS = "agent.jvm";
  private static final int TIMES = 4;

  /// A line of the worker.
  private record Compiled(
      double millis,
      double processorMillis,
      double event,
      double attach,
      double heap,
      long flows,
      long inForce) {

    static Compiled parse(String line) {
      String[] words = line.split(" ", -1);
      return new Compiled(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]),
          Double.parseDouble(words[3]),
          Double.parseDouble(words[4]),
          Long.parseLong(words[5]),
          Long.parseLong(words[6]));
    }
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "10,000 Pods of both families, 10,000 policies, 5,000 Services of three endpoints, one node"
        + " with 100 of the Pods, from values to flows, no switch. Once with the policies spread over"
        + " 100 namespaces and 20 applications, so that some 500 are in force on the node, once with"
        + " all of them in force. In a process of its own with the agent's JVM options, 256 MiB of"
        + " heap among them; cold is the first time in it, warm the best of the next three. heap is"
        + " what is in use after collection, the objects included. An event is a Pod elsewhere that"
        + " gets other labels, p99 of 200 after the first compilation; or a Pod that comes to the"
        + " node.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<Row> rows = new ArrayList<>();
    for (String cluster : List.of("spread", "dense")) {
      List<List<Compiled>> measured = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        measured.add(compile(cluster));
        progress.accept(
            "%s, round %d of %d: %s".formatted(cluster, round, rounds, measured.getLast()));
      }
      rows.addAll(rows(measured));
    }
    return rows;
  }

  private static List<Compiled> compile(String cluster) {
    List<String> words =
        Distribution.ofThisProcess()
            .java(
                OPTIONS,
                List.of(),
                CompileWorker.class.getName(),
                List.of(cluster, Integer.toString(TIMES)));
    return Command.of(words).run().lines().map(Compiled::parse).toList();
  }

  private static List<Row> rows(List<List<Compiled>> measured) {
    Compiled any = measured.getFirst().getFirst();
    String work = "%d policies in force, %d flows".formatted(any.inForce(), any.flows());
    List<Compiled> cold = measured.stream().map(List::getFirst).toList();
    List<Double> warm =
        measured.stream()
            .map(times -> times.stream().skip(1).mapToDouble(Compiled::millis).min().orElseThrow())
            .toList();
    return Stream.of(
            row(work + ": cold", "ms", cold, Compiled::millis, Target.atMost(2000)),
            row(
                work + ": cold, of the processors",
                "ms",
                cold,
                Compiled::processorMillis,
                Target.REPORTED),
            Row.value(NAME, work + ": warm", "ms", warm, Target.atMost(2000)),
            row(work + ": heap", "MiB", cold, Compiled::heap, Target.atMost(256)),
            row(
                work + ": a Pod gets other labels, p99",
                "ms",
                cold,
                Compiled::event,
                Target.atMost(5)),
            row(work + ": a Pod comes", "ms", cold, Compiled::attach, Target.atMost(5)))
        .toList();
  }

  private static Row row(
      String work,
      String unit,
      List<Compiled> rounds,
      ToDoubleFunction<Compiled> value,
      Target target) {
    return Row.value(NAME, work, unit, rounds.stream().map(value::applyAsDouble).toList(), target);
  }
}
