package io.weft.pipeline.policy;

import io.weft.policy.NamedPort;
import io.weft.policy.NamedPorts;
import java.util.ArrayList;
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
    List<OfferedPort> all = new ArrayList<>();
    ports
        .numbers()
        .forEach((name, numbers) -> {
          for (int number : numbers) {
            all.add(new OfferedPort(name, number));
          }
        });
    return List.copyOf(all);
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
