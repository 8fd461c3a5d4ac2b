package io.weft.cni.address;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The addresses of one Pod CIDR: next fit, so that an address comes round again as late as it can.
///
/// The search starts behind the address given last (at start: behind the highest in use) and skips
/// what is in use or rests after its release; only when nothing else is free does the one that
/// rests longest go out again.
final class AddressRange {
  /// Of wider blocks only the first addresses are handed out unasked.
  private static final long WIDEST = 1L << 31;

  private static final long FIRST = 3;

  private final IpPrefix prefix;
  private final Duration rest;
  private final long end;
  private final Set<IpAddress> inUse = new HashSet<>();
  private final Map<IpAddress, Instant> resting = new LinkedHashMap<>();
  private long cursor = FIRST;

  AddressRange(IpPrefix prefix, Duration rest) {
    this.prefix = prefix;
    this.rest = rest;
    int hostBits = prefix.family().bits() - prefix.length();
    long size = hostBits >= 31 ? WIDEST : 1L << hostBits;
    boolean broadcast = prefix.network().isIpv4() && hostBits < 31;
    this.end = broadcast ? size - 1 : size;
    if (capacity() <= 0) {
      throw new IllegalArgumentException(
          "Pod CIDR %s has no address for a Pod; use /%d or wider"
              .formatted(prefix, prefix.family().bits() - 3));
    }
  }

  IpPrefix prefix() {
    return prefix;
  }

  long capacity() {
    return end - FIRST;
  }

  int inUse() {
    return inUse.size();
  }

  boolean isInUse(IpAddress address) {
    return inUse.contains(address);
  }

  void restore(IpAddress address) {
    inUse.add(address);
    long index = index(address);
    if (index >= cursor && index < end) {
      cursor = index + 1;
    }
  }

  /// The next free address, not yet marked; empty if all are in use.
  Optional<IpAddress> next(Instant now) {
    wake(now);
    return gap().or(() -> resting.keySet().stream().findFirst());
  }

  private Optional<IpAddress> gap() {
    long steps = Math.min(capacity(), inUse.size() + resting.size() + 1L);
    for (long step = 0; step < steps; step++) {
      if (cursor >= end) {
        cursor = FIRST;
      }
      IpAddress address = prefix.address(cursor++);
      if (!inUse.contains(address) && !resting.containsKey(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private void wake(Instant now) {
    Iterator<Instant> releases = resting.values().iterator();
    while (releases.hasNext() && !releases.next().plus(rest).isAfter(now)) {
      releases.remove();
    }
  }

  void use(IpAddress address) {
    resting.remove(address);
    inUse.add(address);
  }

  void release(IpAddress address, Instant now) {
    if (inUse.remove(address)) {
      resting.put(address, now);
    }
  }

  /// What stands against giving this very address to a Pod; empty if nothing does.
  Optional<String> objection(IpAddress address) {
    String whole = "Pod CIDR " + prefix;
    if (!prefix.contains(address)) {
      return Optional.of("it is outside " + whole + "; ask for one inside");
    }
    return switch ((int) Math.min(index(address), FIRST)) {
      case 0 -> Optional.of("it names the block of " + whole + " itself; ask for another");
      case 1 -> Optional.of("it is the gateway of " + whole + "; ask for another");
      case 2 -> Optional.of("it is the masquerade source of " + whole + "; ask for another");
      default ->
          address.isIpv4() && address.equals(prefix.last())
              ? Optional.of("it is the broadcast address of " + whole + "; ask for another")
              : Optional.empty();
    };
  }

  /// The position in the block; [Long#MAX_VALUE] where it does not fit.
  private long index(IpAddress address) {
    long index = address.low() - prefix.network().low();
    boolean fits = address.high() == prefix.network().high() && index >= 0;
    return fits ? index : Long.MAX_VALUE;
  }
}
