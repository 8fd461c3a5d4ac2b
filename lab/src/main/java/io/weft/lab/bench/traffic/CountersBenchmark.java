package io.weft.lab.bench.traffic;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.traffic.TrafficLab.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// How much of the switch's work a connection is: passes through the datapath, upcalls, megaflows.
public final class CountersBenchmark implements Benchmark {

  private static final String PASSES = "passes";
  private static final String UPCALLS = "upcalls";
  private static final String MEGAFLOWS = "megaflows";
  private static final int SERVERS = 3;
  private static final int WARM_UP = 100;
  private static final int CONNECTIONS = 5_000;

  /// What is asked of a kind of way.
  private record Way(String name, double passes, double megaflows) {}

  private static final Way DIRECT = new Way("Pod to Pod", 2.05, 10);
  private static final Way SERVICE = new Way("by Service", 2.30, 30);

  @Override
  public List<String> names() {
    return List.of(PASSES, UPCALLS, MEGAFLOWS);
  }

  @Override
  public String about() {
    return "5,000 short TCP connections (connect, a byte each way, reset), one at a time, between two"
        + " Pods of one node and from a Pod to a Service of three local endpoints; once for Pods that"
        + " no policy selects and once for Pods under 10,000 rules (100 policies of 100 rules, half"
        + " by Pod label, half by address block, each with a port). Before each round the megaflows"
        + " are thrown away. passes: lookups in the datapath per received packet, over all"
        + " connections. upcalls: per connection, after the first 100. megaflows: those of IPv4 that"
        + " the datapath has at the end, other traffic of the node included.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<Row> rows = new ArrayList<>();
    try (TrafficLab lab = TrafficLab.up(SERVERS, Group.PLAIN, Group.GUARDED)) {
      progress.accept("the lab is up");
      for (Group group : Group.values()) {
        String rules = group == Group.PLAIN ? "no rules" : "10,000 rules";
        rows.addAll(rows(lab.direct(group), DIRECT, rules, rounds, progress));
        rows.addAll(rows(lab.byService(group), SERVICE, rules, rounds, progress));
      }
    }
    rows.sort((a, b) -> names().indexOf(a.benchmark()) - names().indexOf(b.benchmark()));
    return rows;
  }

  private static List<Row> rows(
      Lane lane, Way way, String rules, int rounds, Consumer<String> progress) {
    List<ConnectionCounts> counted = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      counted.add(ConnectionCounts.of(lane, WARM_UP, CONNECTIONS - WARM_UP));
      progress.accept(
          "%s, %s, round %d of %d: %s"
              .formatted(way.name, rules, round, rounds, counted.getLast()));
    }
    String work = way.name + ", " + rules;
    return List.of(
        Row.value(
            PASSES,
            work + ", per packet",
            "",
            counted.stream().map(ConnectionCounts::passes).toList(),
            Target.atMost(way.passes)),
        Row.value(
            UPCALLS,
            work + ", per connection",
            "",
            counted.stream().map(ConnectionCounts::upcalls).toList(),
            Target.atMost(0.01)),
        Row.value(
            MEGAFLOWS,
            work,
            "",
            counted.stream().map(counts -> (double) counts.megaflows()).toList(),
            Target.atMost(way.megaflows)));
  }
}
