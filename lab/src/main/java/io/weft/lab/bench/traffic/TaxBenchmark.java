package io.weft.lab.bench.traffic;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Turns;
import io.weft.lab.bench.load.LoadServer;
import io.weft.lab.bench.traffic.TrafficLab.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What Weft's pipeline and its policies cost the switch, by connection and by byte.
public final class TaxBenchmark implements Benchmark {

  private static final String CT_TAX = "ct-tax";
  private static final String POLICY_TAX = "policy-tax";
  private static final double CT_TARGET = 1.35;
  private static final double POLICY_TARGET = 1.1;

  private static final String WEFT = "Weft";
  private static final String GUARDED = "Weft, 10,000 rules";
  private static final String NORMAL = "NORMAL";

  private static final int MTU = 1450;

  /// A machine that does other things too changes its mind by the second: many short turns tell more
  /// than few long ones.
  private static final int TURNS_PER_ROUND = 3;

  private static final int CONNECTIONS = 2_000;
  private static final int PARALLEL = 4;
  private static final Duration BULK = Duration.ofMillis(800);

  @Override
  public List<String> names() {
    return List.of(CT_TAX, POLICY_TAX);
  }

  @Override
  public String about() {
    return "Processor time of ovs-vswitchd, all threads, for 2,000 short TCP connections, four at a"
        + " time (connect, a byte each way, reset), by connection, and for one bulk TCP connection of"
        + " 0.8 s, by byte received; all between two Pods of one node, in turns, three turns a round."
        + " ct-tax: Pods that no policy selects, against two namespaces attached alike (veth,"
        + " checksums not offloaded, MTU 1450) to a second bridge of the same ovs-vswitchd whose one"
        + " flow is NORMAL. policy-tax: Pods under 10,000 rules (see passes) against Pods that no"
        + " policy selects.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (TrafficLab lab = TrafficLab.up(1, Group.PLAIN, Group.GUARDED);
        NormalBridge normal =
            NormalBridge.create(lab.node(), "weft-" + lab.lab().spec().name() + "_", MTU);
        LoadServer _ = LoadServer.open(normal.server(), TrafficLab.PORT)) {
      progress.accept("the lab is up");
      Lane weft = lab.direct(Group.PLAIN);
      Lane guarded = lab.direct(Group.GUARDED);
      Lane baseline = normal.lane(TrafficLab.PORT);
      Map<String, List<Cost>> connections =
          new Turns<Cost>()
              .with(WEFT, () -> weft.connect(CONNECTIONS, PARALLEL))
              .with(NORMAL, () -> baseline.connect(CONNECTIONS, PARALLEL))
              .with(GUARDED, () -> guarded.connect(CONNECTIONS, PARALLEL))
              .take(rounds * TURNS_PER_ROUND, progress);
      Map<String, List<Cost>> bulk =
          new Turns<Cost>()
              .with(WEFT, () -> weft.bulk(BULK))
              .with(NORMAL, () -> baseline.bulk(BULK))
              .with(GUARDED, () -> guarded.bulk(BULK))
              .take(rounds * TURNS_PER_ROUND, progress);
      List<Row> rows = new ArrayList<>();
      rows.add(Cost.row(CT_TAX, "short connections", connections, WEFT, NORMAL, CT_TARGET));
      rows.add(Cost.row(CT_TAX, "bulk TCP", bulk, WEFT, NORMAL, CT_TARGET));
      rows.add(
          Cost.row(POLICY_TAX, "short connections", connections, GUARDED, WEFT, POLICY_TARGET));
      rows.add(Cost.row(POLICY_TAX, "bulk TCP", bulk, GUARDED, WEFT, POLICY_TARGET));
      return rows;
    }
  }
}
