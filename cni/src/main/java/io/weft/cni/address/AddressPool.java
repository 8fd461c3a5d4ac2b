package io.weft.cni.address;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The Pod addresses of this node: one Pod CIDR per family.
///
/// Of each block the first address names the block, the second is the gateway, the third the source
/// of masqueraded traffic, and the last of an IPv4 block its broadcast address; these are never
/// given to a Pod. A released address rests for [#REST] unless nothing else is free or it is asked
/// for by name. Not safe for use by several threads.
public final class AddressPool {
  /// How long a released address is left alone while others are free.
  public static final Duration REST = Duration.ofMinutes(1);

  private final Map<IpFamily, AddressRange> ranges = new EnumMap<>(IpFamily.class);

  /// A pool with nothing in use.
  ///
  /// @param podCidrs one block of one family, or one of each
  /// @throws IllegalArgumentException if there is none, two of a family, or one without room
  public AddressPool(List<IpPrefix> podCidrs) {
    if (podCidrs.isEmpty()) {
      throw new IllegalArgumentException(
          "the node has no Pod CIDR; set Node.spec.podCIDRs (kube-controller-manager"
              + " --allocate-node-cidrs)");
    }
    for (IpPrefix podCidr : podCidrs) {
      AddressRange former = ranges.put(podCidr.family(), new AddressRange(podCidr, REST));
      if (former != null) {
        throw new IllegalArgumentException(
            "two %s Pod CIDRs, %s and %s; give the node at most one of each family"
                .formatted(podCidr.family(), former.prefix(), podCidr));
      }
    }
  }

  /// The pool of a node whose Pod CIDRs have changed: what is in use or rests in a block that stays
  /// goes on doing so. The pool that was before must not be used any more.
  ///
  /// @throws IllegalArgumentException as the constructor does; `before` may be used on then
  public static AddressPool successor(List<IpPrefix> podCidrs, AddressPool before) {
    AddressPool pool = new AddressPool(podCidrs);
    for (AddressRange range : before.ranges.values()) {
      pool.ranges.computeIfPresent(
          range.prefix().family(),
          (_, fresh) -> fresh.prefix().equals(range.prefix()) ? range : fresh);
    }
    return pool;
  }

  /// The gateway of a Pod CIDR: its first address after the one that names the block.
  public static IpAddress gateway(IpPrefix podCidr) {
    return podCidr.address(1);
  }

  /// The source address of traffic from outside that has to be masqueraded.
  public static IpAddress masqueradeSource(IpPrefix podCidr) {
    return podCidr.address(2);
  }

  /// The Pod CIDRs, IPv4 first.
  public List<IpPrefix> podCidrs() {
    return ranges.values().stream().map(AddressRange::prefix).toList();
  }

  /// How many Pods the pool can address, which is what its smaller block can.
  public long capacity() {
    return ranges.values().stream().mapToLong(AddressRange::capacity).min().orElseThrow();
  }

  /// How many addresses of the family are in use.
  public int inUse(IpFamily family) {
    AddressRange range = ranges.get(family);
    return range == null ? 0 : range.inUse();
  }

  /// Marks recorded addresses as in use. Those of another block than ours (the node's Pod CIDR has
  /// changed) are left out: they can never be given twice.
  public void restore(Collection<IpAddress> recorded) {
    for (IpAddress address : recorded) {
      AddressRange range = ranges.get(address.family());
      if (range != null && range.prefix().contains(address)) {
        range.restore(address);
      }
    }
  }

  /// Reserves one address per family: the one asked for, else the next. All or nothing.
  ///
  /// @param requested addresses that must be given, at most one per family; usually none
  /// @param now the time of the request
  public Reservation reserve(List<IpAddress> requested, Instant now) {
    Map<IpFamily, IpAddress> chosen = new EnumMap<>(IpFamily.class);
    for (IpAddress address : requested) {
      Optional<Reservation> refusal = refusal(address, chosen);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      chosen.put(address.family(), address);
    }
    for (AddressRange range : ranges.values()) {
      if (chosen.containsKey(range.prefix().family())) {
        continue;
      }
      Optional<IpAddress> next = range.next(now);
      if (next.isEmpty()) {
        return new Reservation.Exhausted(range.prefix(), range.capacity());
      }
      chosen.put(next.get().family(), next.get());
    }
    for (AddressRange range : ranges.values()) {
      chosen.values().stream().filter(range.prefix()::contains).forEach(range::use);
    }
    return new Reservation.Granted(new ArrayList<>(chosen.values()));
  }

  private Optional<Reservation> refusal(IpAddress address, Map<IpFamily, IpAddress> chosen) {
    AddressRange range = ranges.get(address.family());
    if (range == null) {
      return Optional.of(
          new Reservation.Unusable(
              address, "the node has no Pod CIDR of its family; leave it out of the request"));
    }
    if (chosen.containsKey(address.family())) {
      return Optional.of(
          new Reservation.Unusable(
              address,
              "the request already has %s of the same family; ask for one per family"
                  .formatted(chosen.get(address.family()))));
    }
    if (range.isInUse(address)) {
      return Optional.of(new Reservation.Taken(address));
    }
    return range.objection(address).map(why -> new Reservation.Unusable(address, why));
  }

  /// Gives addresses back. Those not in use are ignored, so it may be repeated.
  public void release(Collection<IpAddress> addresses, Instant now) {
    for (IpAddress address : addresses) {
      AddressRange range = ranges.get(address.family());
      if (range != null) {
        range.release(address, now);
      }
    }
  }
}
