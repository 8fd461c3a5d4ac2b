package io.weft.pipeline.policy;

import io.weft.policy.NamedPort;
import io.weft.policy.NamedPorts;
import java.util.Comparator;
import java.util.List;

/// A port's name and the number that a Pod gives it.
///
/// @param name the name
/// @param number the number, 1 to 65535
public record OfferedPort(NamedPort name, int number) implements Comparable<OfferedPort> {

  private static final Comparator<OfferedPort> ORDER =
      Comparator.comparing(OfferedPort::name).thenComparingInt(OfferedPort::number);

  /// All of a Pod's, sorted.
  static List<OfferedPort> of(NamedPorts ports) {
    return ports.numbers().entrySet().stream()
        .flatMap(entry ->
            entry.getValue().stream().map(number -> new OfferedPort(entry.getKey(), number)))
        .toList();
  }

  @Override
  public int compareTo(OfferedPort other) {
    return ORDER.compare(this, other);
  }

  /// `tcp/http=8080`.
  @Override
  public String toString() {
    return name + "=" + number;
  }
}
