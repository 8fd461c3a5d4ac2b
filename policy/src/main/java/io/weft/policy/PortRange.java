package io.weft.policy;

import io.weft.cluster.Protocol;
import java.util.ArrayList;
import java.util.List;

/// Ports of one protocol.
///
/// @param protocol the protocol
/// @param first the lowest port, 0 to 65535
/// @param last the highest port, not below `first`
public record PortRange(Protocol protocol, int first, int last) implements Comparable<PortRange> {

  private static final int HIGHEST = 65535;

  public PortRange {
    if (first < 0 || last > HIGHEST || first > last) {
      throw new IllegalArgumentException("no range of ports: %d to %d".formatted(first, last));
    }
  }

  /// Ports that agree with `value` in the bits of `mask`, both 16 bits wide; as OpenFlow matches
  /// them.
  public record Masked(int value, int mask) {}

  /// Every port of the protocol.
  public static PortRange every(Protocol protocol) {
    return new PortRange(protocol, 0, HIGHEST);
  }

  public static PortRange single(Protocol protocol, int port) {
    return new PortRange(protocol, port, port);
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  /// Whether this is every port of the protocol.
  public boolean isEvery() {
    return first == 0 && last == HIGHEST;
  }

  /// The fewest masked values that together are this range, in ascending order; one with mask 0 for
  /// every port.
  public List<Masked> masked() {
    List<Masked> parts = new ArrayList<>();
    int from = first;
    while (from <= last) {
      int size = from == 0 ? HIGHEST + 1 : Integer.lowestOneBit(from);
      while (from + size - 1 > last) {
        size >>= 1;
      }
      parts.add(new Masked(from, HIGHEST + 1 - size & HIGHEST));
      from += size;
    }
    return parts;
  }

  static String word(Protocol protocol) {
    return switch (protocol) {
      case TCP -> "tcp";
      case UDP -> "udp";
      case SCTP -> "sctp";
    };
  }

  @Override
  public int compareTo(PortRange other) {
    int order = protocol.compareTo(other.protocol);
    if (order == 0) {
      order = Integer.compare(first, other.first);
    }
    return order == 0 ? Integer.compare(last, other.last) : order;
  }

  /// `tcp/80`, `tcp/80-90`, `tcp/*`.
  @Override
  public String toString() {
    String ports = isEvery() ? "*" : first == last ? "" + first : first + "-" + last;
    return word(protocol) + "/" + ports;
  }
}
