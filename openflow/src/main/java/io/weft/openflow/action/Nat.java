package io.weft.openflow.action;

import io.weft.net.IpAddress;
import java.util.Optional;

/// Address translation by connection tracking (ovs-actions(7), `ct`, `nat`).
///
/// @param kind whether anything is chosen here, and for which side
/// @param addresses the addresses to choose from; empty where the packet's own stays, and for the
///     unspecified address, which says the same
/// @param ports the ports to choose from
/// @param persistent whether a client keeps its choice across a restart
/// @param selection how one of several is chosen
public record Nat(
    Kind kind,
    Optional<Addresses> addresses,
    Optional<Ports> ports,
    boolean persistent,
    Selection selection) {

  /// What a translation does.
  public enum Kind {
    /// Applies the translation that the connection already has.
    RESTORE,
    SOURCE,
    DESTINATION
  }

  /// How one address and port out of several is chosen.
  public enum Selection {
    DEFAULT,
    /// By a hash of the packet's addresses and ports.
    HASH,
    RANDOM
  }

  /// Addresses from `first` to `last`, both included and of one family.
  public record Addresses(IpAddress first, IpAddress last) {
    public Addresses {
      if (first.family() != last.family() || first.compareTo(last) > 0) {
        throw new IllegalArgumentException("nat addresses from %s to %s".formatted(first, last));
      }
    }
  }

  /// Ports from `first` to `last`, both included, 1 to 65535.
  public record Ports(int first, int last) {
    public Ports {
      Range.check("nat port", first, 1, 65535);
      Range.check("nat last port", last, first, 65535);
    }
  }

  public Nat {
    if (addresses.isPresent() && addresses.get().last().isUnspecified()) {
      addresses = Optional.empty();
    }
    boolean plain =
        addresses.isEmpty() && ports.isEmpty() && !persistent && selection == Selection.DEFAULT;
    if (kind == Kind.RESTORE && !plain) {
      throw new IllegalArgumentException(
          "nat without src or dst takes no options, not %s %s".formatted(addresses, ports));
    }
    if (ports.isPresent() && addresses.isEmpty()) {
      throw new IllegalArgumentException("nat ports %s need addresses".formatted(ports));
    }
  }

  /// `nat`: applies the translation that the connection already has.
  public static Nat restore() {
    return new Nat(Kind.RESTORE, Optional.empty(), Optional.empty(), false, Selection.DEFAULT);
  }

  /// `nat(src=ADDRESS)`; the unspecified address asks for a free tuple only.
  public static Nat source(IpAddress address) {
    return to(Kind.SOURCE, address);
  }

  /// `nat(dst=ADDRESS)`.
  public static Nat destination(IpAddress address) {
    return to(Kind.DESTINATION, address);
  }

  /// `nat(dst=ADDRESS:PORT)`.
  public static Nat destination(IpAddress address, Ports ports) {
    Addresses only = new Addresses(address, address);
    return new Nat(
        Kind.DESTINATION, Optional.of(only), Optional.of(ports), false, Selection.DEFAULT);
  }

  private static Nat to(Kind kind, IpAddress address) {
    Addresses only = new Addresses(address, address);
    return new Nat(kind, Optional.of(only), Optional.empty(), false, Selection.DEFAULT);
  }

  /// The same with this one port.
  public Nat withPort(int port) {
    return withPorts(port, port);
  }

  /// The same with a port from `first` to `last`.
  public Nat withPorts(int first, int last) {
    return new Nat(kind, addresses, Optional.of(new Ports(first, last)), persistent, selection);
  }

  public Nat withSelection(Selection newSelection) {
    return new Nat(kind, addresses, ports, persistent, newSelection);
  }
}
