package io.weft.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Contenders that measure in turns, so that what else the machine has to do falls on all of them alike.
///
/// @param <T> what one measurement yields
public final class Turns<T> {

  private final Map<String, Supplier<T>> contenders = new LinkedHashMap<>();

  /// Adds a contender.
  ///
  /// @param measurement measures once; called by the thread that calls [#take]
  public Turns<T> with(String name, Supplier<T> measurement) {
    contenders.put(name, measurement);
    return this;
  }

  /// Lets everybody measure once uncounted, while caches are cold, and then in each round; who begins
  /// changes from round to round.
  ///
  /// @return by contender, a value per round
  public Map<String, List<T>> take(int rounds, Consumer<String> progress) {
    Map<String, List<T>> taken = new LinkedHashMap<>();
    List<String> names = List.copyOf(contenders.keySet());
    names.forEach(name -> taken.put(name, new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < names.size(); i++) {
        String name = names.get((i + round) % names.size());
        T value = measure(name);
        if (round > 0) {
          taken.getOrDefault(name, List.of()).add(value);
          progress.accept("round %d of %d: %s: %s".formatted(round, rounds, name, value));
        }
      }
    }
    return taken;
  }

  private T measure(String name) {
    Supplier<T> measurement = contenders.get(name);
    if (measurement == null) {
      throw new IllegalStateException("no contender " + name);
    }
    return measurement.get();
  }
}
