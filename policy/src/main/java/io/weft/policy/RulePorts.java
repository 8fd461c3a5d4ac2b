package io.weft.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.PortReference;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// On what a rule allows traffic.
///
/// @param unrestricted whether every port and every protocol is allowed; then the rest is empty
/// @param ranges ports by number, merged: disjoint and not adjacent
/// @param names ports by name, to be resolved on the receiving Pod
public record RulePorts(
    boolean unrestricted, NavigableSet<PortRange> ranges, NavigableSet<NamedPort> names) {

  public RulePorts {
    ranges = Canonical.copy(ranges);
    names = Canonical.copy(names);
  }

  static RulePorts of(List<NetworkPolicy.Port> ports) {
    NavigableSet<PortRange> ranges = new TreeSet<>();
    NavigableSet<NamedPort> names = new TreeSet<>();
    for (NetworkPolicy.Port port : ports) {
      if (port.port().isEmpty()) {
        ranges.add(PortRange.every(port.protocol()));
        continue;
      }
      switch (port.port().get()) {
        case PortReference.Named(String name) -> names.add(new NamedPort(port.protocol(), name));
        case PortReference.Numbered(int first) ->
            ranges.add(new PortRange(port.protocol(), first, port.endPort().orElse(first)));
      }
    }
    return new RulePorts(ports.isEmpty(), merged(ranges), names);
  }

  /// The ports that are allowed into a Pod with these named ports; empty if none is. Not to be asked
  /// where the rule is unrestricted.
  public NavigableSet<PortRange> resolved(NamedPorts receiver) {
    if (names.isEmpty()) {
      return ranges;
    }
    NavigableSet<PortRange> all = new TreeSet<>(ranges);
    for (NamedPort name : names) {
      for (int number : receiver.numbers(name)) {
        all.add(PortRange.single(name.protocol(), number));
      }
    }
    return merged(all);
  }

  /// The same ports as disjoint, non-adjacent ranges.
  static NavigableSet<PortRange> merged(NavigableSet<PortRange> ranges) {
    if (ranges.size() < 2) {
      return ranges;
    }
    NavigableSet<PortRange> merged = new TreeSet<>();
    for (PortRange next : ranges) {
      PortRange before = merged.isEmpty() ? next : merged.last();
      if (before.protocol() == next.protocol() && next.first() <= before.last() + 1) {
        merged.remove(before);
        int first = Math.min(before.first(), next.first());
        merged.add(new PortRange(next.protocol(), first, Math.max(before.last(), next.last())));
      } else {
        merged.add(next);
      }
    }
    return Collections.unmodifiableNavigableSet(merged);
  }

  /// `any`, or the ranges and names.
  @Override
  public String toString() {
    return unrestricted ? "any" : ranges + (names.isEmpty() ? "" : " " + names);
  }
}
