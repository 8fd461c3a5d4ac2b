package io.weft.lab.bench;

import java.util.List;
import java.util.function.Consumer;

/// One member of the suite.
interface Benchmark {

  /// What it is asked for by.
  String name();

  /// Measures.
  ///
  /// @param rounds how often, at least 1
  /// @param progress takes a line whenever something was done
  /// @throws IllegalStateException if it cannot be measured here; the message says why
  List<Row> run(int rounds, Consumer<String> progress);
}
