package io.weft.lab.bench.command;

import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.agent.AgentBenchmark;
import io.weft.lab.bench.agent.PodEventBenchmark;
import io.weft.lab.bench.agent.ResyncBenchmark;
import io.weft.lab.bench.churn.ChurnBenchmark;
import io.weft.lab.bench.cni.CniBenchmark;
import io.weft.lab.bench.compile.CompileBenchmark;
import io.weft.lab.bench.compile.PolicyEventBenchmark;
import io.weft.lab.bench.flows.FlowLoadBenchmark;
import io.weft.lab.bench.flows.FlowOneBenchmark;
import io.weft.lab.bench.services.ServiceLoadBenchmark;
import io.weft.lab.bench.services.ServiceTaxBenchmark;
import io.weft.lab.bench.services.ServicesInForceBenchmark;
import io.weft.lab.bench.traffic.CountersBenchmark;
import io.weft.lab.bench.traffic.TaxBenchmark;
import io.weft.lab.bench.traffic.TunnelBenchmark;
import java.util.List;

/// Every benchmark there is, in the order of the table.
final class Suite {

  private static final List<Benchmark> ALL =
      List.of(
          new FlowLoadBenchmark(),
          new FlowOneBenchmark(),
          new CountersBenchmark(),
          new TaxBenchmark(),
          new TunnelBenchmark(),
          new ServiceTaxBenchmark(),
          new ServiceLoadBenchmark(),
          new ServicesInForceBenchmark(),
          new CompileBenchmark(),
          new PolicyEventBenchmark(),
          new CniBenchmark(),
          new AgentBenchmark(),
          new ResyncBenchmark(),
          new PodEventBenchmark(),
          new ChurnBenchmark());

  private Suite() {}

  static List<String> names() {
    return ALL.stream().flatMap(benchmark -> benchmark.names().stream()).toList();
  }

  /// Those that answer to any of the names; all of them for no name.
  static List<Benchmark> chosen(List<String> names) {
    return ALL.stream()
        .filter(b -> names.isEmpty() || b.names().stream().anyMatch(names::contains))
        .toList();
  }
}
