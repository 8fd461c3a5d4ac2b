package io.weft.pipeline.policy;

import io.weft.policy.NamedPort;
import io.weft.policy.NamedPorts;
import java.util.ArrayList;
import java.util.List;

/// A port's name and the number that a Pod gives it.
///
/// @param name the name
/// @param number the number, 1 to 65535
public record OfferedPort(NamedPort name, int number) implements Comparable<OfferedPort> {

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
    int order = name.compareTo(other.name);
    return order == 0 ? Integer.compare(number, other.number) : order;
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof OfferedPort port && number == port.number && name.equals(port.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + number;
  }

  /// `tcp/http=8080`.
  @Override
  public String toString() {
    return name + "=" + number;
  }
}
