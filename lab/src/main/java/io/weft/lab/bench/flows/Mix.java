package io.weft.lab.bench.flows;

import io.weft.openflow.Flow;
import io.weft.pipeline.program.FlowProgram;
import java.util.ArrayList;
import java.util.List;

/// How many flows of which kind are loaded.
final class Mix {

  static final int FLOWS = 100_000;
  static final int POLICIES = 10_000;
  static final int SERVICES = 12_000;

  private Mix() {}

  /// So many flows of a program, every table in proportion, in a fixed order.
  ///
  /// @throws IllegalArgumentException if it has fewer
  static List<Flow> sample(FlowProgram program, int count) {
    List<Flow> sorted = program.sortedFlows();
    if (sorted.size() < count) {
      throw new IllegalArgumentException(
          "the program has %d flows, not %d".formatted(sorted.size(), count));
    }
    List<Flow> sample = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sample.add(sorted.get((int) ((long) i * sorted.size() / count)));
    }
    return sample;
  }
}
