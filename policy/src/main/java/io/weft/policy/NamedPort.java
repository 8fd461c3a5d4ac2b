package io.weft.policy;

import io.weft.cluster.Protocol;
import java.util.Comparator;

/// A port by name; only a container port of the same protocol has it.
public record NamedPort(Protocol protocol, String name) implements Comparable<NamedPort> {

  private static final Comparator<NamedPort> ORDER =
      Comparator.comparing(NamedPort::protocol).thenComparing(NamedPort::name);

  @Override
  public int compareTo(NamedPort other) {
    return ORDER.compare(this, other);
  }

  /// `tcp/http`.
  @Override
  public String toString() {
    return PortRange.word(protocol) + "/" + name;
  }
}
