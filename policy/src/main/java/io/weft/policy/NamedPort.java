package io.weft.policy;

import io.weft.cluster.Protocol;

/// A port by name; only a container port of the same protocol has it.
public record NamedPort(Protocol protocol, String name) implements Comparable<NamedPort> {

  @Override
  public int compareTo(NamedPort other) {
    int order = protocol.compareTo(other.protocol);
    return order == 0 ? name.compareTo(other.name) : order;
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof NamedPort port && protocol == port.protocol && name.equals(port.name);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + protocol.number();
  }

  /// `tcp/http`.
  @Override
  public String toString() {
    return PortRange.word(protocol) + "/" + name;
  }
}
