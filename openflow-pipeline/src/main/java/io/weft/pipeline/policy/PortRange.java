package io.weft.pipeline.policy;

import io.weft.cluster.Protocol;
import java.util.ArrayList;
import java.util.List;

/// Ports of a protocol as a match takes them: those that agree with `port` under `mask`.
///
/// @param protocol the protocol
/// @param port the bits under the mask
/// @param mask 16 bits; 0 for every port
public record PortRange(Protocol protocol, int port, int mask) {

  private static final int ALL = 0xffff;

  /// Every port.
  static PortRange every(Protocol protocol) {
    return new PortRange(protocol, 0, 0);
  }

  static PortRange one(Protocol protocol, int port) {
    return new PortRange(protocol, port, ALL);
  }

  /// The fewest masked values that cover `first` to `last` and nothing else: at most 30.
  static List<PortRange> between(Protocol protocol, int first, int last) {
    List<PortRange> ranges = new ArrayList<>();
    int from = first;
    while (from <= last) {
      int size = from == 0 ? 0x10000 : Integer.lowestOneBit(from);
      while (from + size - 1 > last) {
        size >>= 1;
      }
      ranges.add(new PortRange(protocol, from, ALL & -size));
      from += size;
    }
    return ranges;
  }
}
