package io.weft.policy;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Addresses of a block, save those in an exception. Matches every address, whoever has it: Pods
/// too.
///
/// @param cidr the block
/// @param except the exceptions, each within the block, none within another
public record IpBlock(IpPrefix cidr, NavigableSet<IpPrefix> except) implements Comparable<IpBlock> {

  public IpBlock {
    NavigableSet<IpPrefix> kept = new TreeSet<>();
    for (IpPrefix prefix : except) {
      if (except.stream().noneMatch(wider -> !wider.equals(prefix) && wider.contains(prefix))) {
        kept.add(prefix);
      }
    }
    except = Collections.unmodifiableNavigableSet(kept);
  }

  public boolean contains(IpAddress address) {
    return cidr.contains(address) && except.stream().noneMatch(e -> e.contains(address));
  }

  @Override
  public int compareTo(IpBlock other) {
    int byCidr = cidr.compareTo(other.cidr);
    return byCidr != 0 ? byCidr : except.toString().compareTo(other.except.toString());
  }

  /// `10.0.0.0/8`, `10.0.0.0/8-[10.1.0.0/16]`.
  @Override
  public String toString() {
    return except.isEmpty() ? cidr.toString() : cidr + "-" + except;
  }
}
