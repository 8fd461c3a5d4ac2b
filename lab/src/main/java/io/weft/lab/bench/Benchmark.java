package io.weft.lab.bench;

import java.util.List;
import java.util.function.Consumer;

/// One member of the suite.
public interface Benchmark {

  /// What it is asked for by: each of its rows carries one of these. A run measures all of them.
  List<String> names();

  /// What is done, how much of it, and what it is held against: so that somebody else gets the same
  /// ratio. A few sentences, wrapped by whoever prints them.
  String about();

  /// Measures.
  ///
  /// @param rounds how often, at least 1
  /// @param progress takes a line whenever something was done
  /// @throws IllegalStateException if it cannot be measured here; the message says why
  List<Row> run(int rounds, Consumer<String> progress);
}
