package io.weft.lab.bench.flows;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.net.IpAddress;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.client.Refusal;
import io.weft.pipeline.program.FlowProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One flow into a bridge that has many, and into one that has few.
public final class FlowOneBenchmark implements Benchmark {

  private static final String NAME = "flow-one";
  private static final int FEW = 1_000;
  private static final int REPEATS = 300;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "One flow (where a new Pod is) and a barrier, from our client's call to the barrier's reply,"
        + " 300 times in a round, into a bridge with 100,000 flows (those of flow-load) and into one"
        + " with every hundredth of them, in turns; each flow is deleted before the next. Medians of"
        + " each round.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    FlowProgram program = MixedCluster.program(Mix.POLICIES, Mix.SERVICES);
    try (BareSwitch bare = BareSwitch.start()) {
      OpenFlowConnection many = filled(bare, "br-many", program, Mix.FLOWS);
      OpenFlowConnection few = filled(bare, "br-few", program, FEW);
      progress.accept("both bridges are filled");
      List<Double> withMany = new ArrayList<>();
      List<Double> withFew = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        List<Double> manyMicros = new ArrayList<>();
        List<Double> fewMicros = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
          manyMicros.add(micros(many, flow(i)));
          fewMicros.add(micros(few, flow(i)));
        }
        if (round > 0) {
          withMany.add(Spread.percentile(manyMicros, 50));
          withFew.add(Spread.percentile(fewMicros, 50));
          progress.accept(
              "round %d of %d: %.0f µs with 100,000 flows, %.0f µs with 1,000"
                  .formatted(round, rounds, withMany.getLast(), withFew.getLast()));
        }
      }
      return List.of(
          Row.ratio(
              NAME,
              "one flow and a barrier beside 100,000 flows, p50",
              "µs",
              withMany,
              "beside 1,000",
              withFew,
              Target.atMost(1.2)));
    }
  }

  private static OpenFlowConnection filled(
      BareSwitch bare, String bridge, FlowProgram program, int flows) {
    OpenFlowConnection connection = bare.bridge(bridge);
    FlowLoadBenchmark.commit(
        connection,
        Stream.of(
                program.meters().values().stream().<Change>map(Change.AddMeter::new),
                program.groups().values().stream().<Change>map(Change.AddGroup::new),
                Mix.sample(program, flows).stream().<Change>map(Change.AddFlow::new))
            .flatMap(changes -> changes)
            .toList());
    return connection;
  }

  private static Flow flow(int i) {
    return MixedCluster.whereAPodIs(IpAddress.parse("10.250.0.0").plus(i));
  }

  private static double micros(OpenFlowConnection connection, Flow flow) {
    long start = System.nanoTime();
    List<Refusal> refused = BareSwitch.await(connection.send(List.of(new Change.AddFlow(flow))));
    double micros = (System.nanoTime() - start) / 1e3;
    List<Refusal> kept =
        BareSwitch.await(connection.send(List.of(new Change.DeleteFlow(flow.key()))));
    if (!refused.isEmpty() || !kept.isEmpty()) {
      throw new IllegalStateException("the switch refused %s %s".formatted(refused, kept));
    }
    return micros;
  }
}
