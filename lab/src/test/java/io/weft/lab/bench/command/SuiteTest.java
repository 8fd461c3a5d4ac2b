package io.weft.lab.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.bench.Benchmark;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SuiteTest {

  @Test
  void everyNameIsOneBenchmarks() {
    assertThat(Suite.names()).doesNotHaveDuplicates().contains("flow-load", "ct-tax", "cni");
    for (String name : Suite.names()) {
      assertThat(Suite.chosen(List.of(name))).as(name).hasSize(1);
    }
  }

  @Test
  void withoutANameAllAreMeasured() {
    assertThat(Suite.chosen(List.of()).stream().flatMap(b -> b.names().stream()))
        .containsExactlyElementsOf(Suite.names());
  }

  @Test
  void everyBenchmarkSaysWhatItDoes() {
    assertThat(Suite.chosen(List.of()).stream().map(Benchmark::about))
        .allMatch(text -> text.length() > 80);
  }

  @Test
  void theCommandExplainsAndRefusesNamesThatNobodyHas() {
    assertThat(new CommandLine(new BenchCommand()).execute("--explain", "tunnel")).isZero();
    assertThat(new CommandLine(new BenchCommand()).execute("no-such-row")).isEqualTo(2);
    assertThat(new CommandLine(new BenchCommand()).execute("--rounds", "0")).isEqualTo(2);
  }
}
