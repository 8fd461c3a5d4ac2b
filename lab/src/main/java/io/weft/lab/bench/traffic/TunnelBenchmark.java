package io.weft.lab.bench.traffic;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.Turns;
import io.weft.lab.bench.load.Bulk;
import io.weft.lab.bench.load.LoadServer;
import io.weft.lab.pod.LabPod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Bulk TCP between Pods of two nodes, beside Pods of one node.
public final class TunnelBenchmark implements Benchmark {

  private static final String NAME = "tunnel";
  private static final String ACROSS = "across nodes";
  private static final String LOCAL = "same node";
  private static final Duration BULK = Duration.ofSeconds(5);
  private static final int PORT = 8080;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "One bulk TCP connection of 5 s by Geneve between Pods of two nodes, against one between two"
        + " Pods of the first node, in turns: throughput, and the segments that the sender sent"
        + " again. Both nodes with their switches run on this machine, so across nodes two switches"
        + " share its cores.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (Lab lab = BenchLab.up(2, false)) {
      BenchLab.apply(
          lab, BenchLab.pod("client", "n1"), BenchLab.pod("near", "n1"), BenchLab.pod("far", "n2"));
      LabPod near = BenchLab.find(lab, "near");
      LabPod far = BenchLab.find(lab, "far");
      try (LoadServer _ = LoadServer.open(near.namespace(), PORT);
          LoadServer _ = LoadServer.open(far.namespace(), PORT)) {
        Map<String, List<Bulk>> sent =
            new Turns<Bulk>()
                .with(ACROSS, () -> send(lab, far))
                .with(LOCAL, () -> send(lab, near))
                .take(rounds, progress);
        return rows(sent.getOrDefault(ACROSS, List.of()), sent.getOrDefault(LOCAL, List.of()));
      }
    }
  }

  private static Bulk send(Lab lab, LabPod to) {
    return Bulk.send(
        BenchLab.find(lab, "client").namespace(), to.addresses().getFirst(), PORT, BULK);
  }

  private static List<Row> rows(List<Bulk> across, List<Bulk> local) {
    return List.of(
        Row.ratio(
            NAME,
            "throughput across nodes",
            "Gbit/s",
            across.stream().map(Bulk::gigabitsPerSecond).toList(),
            LOCAL,
            local.stream().map(Bulk::gigabitsPerSecond).toList(),
            Target.atLeast(0.5)),
        Row.value(
            NAME,
            "segments sent again across nodes, in 5 s",
            "",
            across.stream().map(bulk -> (double) bulk.retransmits()).toList(),
            Target.atMost(10)));
  }
}
