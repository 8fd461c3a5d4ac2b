package io.weft.pipeline.policy;

import io.weft.cluster.Pod;
import java.util.Comparator;
import java.util.List;

/// A port name and the number that a Pod gives it.
///
/// @param name the name
/// @param number the number, 1 to 65535
public record NamedPort(PortName name, int number) implements Comparable<NamedPort> {

  private static final Comparator<NamedPort> ORDER =
      Comparator.comparing(NamedPort::name).thenComparingInt(NamedPort::number);

  /// The named ports of a Pod, sorted. A name that two containers use has both numbers.
  static List<NamedPort> of(Pod pod) {
    return pod.ports().stream()
        .filter(port -> !port.name().isEmpty())
        .map(port -> new NamedPort(new PortName(port.protocol(), port.name()), port.port()))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public int compareTo(NamedPort other) {
    return ORDER.compare(this, other);
  }

  /// `TCP/http=8080`.
  @Override
  public String toString() {
    return name + "=" + number;
  }
}
