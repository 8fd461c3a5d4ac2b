package io.weft.openflow.action;

import io.weft.net.IpAddress;
import org.jspecify.annotations.Nullable;

/// Address translation by connection tracking (ovs-actions(7), `ct`, `nat`).
///
/// One object, for there is one to each endpoint of each Service.
///
/// @param kind whether anything is chosen here, and for which side
/// @param first the first of the addresses to choose from; null where the packet's own stays, which
///     the unspecified address says, too
/// @param last the last of them, itself included; null where `first` is
/// @param firstPort the first of the ports to choose from, 1 to 65535, or [#ANY_PORT]
/// @param lastPort the last of them, itself included
/// @param persistent whether a client keeps its choice across a restart
/// @param selection how one of several is chosen
public record Nat(
    Kind kind,
    @Nullable IpAddress first,
    @Nullable IpAddress last,
    int firstPort,
    int lastPort,
    boolean persistent,
    Selection selection) {

  /// The packet's own port stays, unless its tuple is taken.
  public static final int ANY_PORT = 0;

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

  public Nat {
    if ((first == null) != (last == null)
        || (first != null
            && last != null
            && (first.family() != last.family() || first.compareTo(last) > 0))) {
      throw new IllegalArgumentException("nat addresses from %s to %s".formatted(first, last));
    }
    if (last != null && last.isUnspecified()) {
      first = null;
      last = null;
    }
    if (firstPort != ANY_PORT || lastPort != ANY_PORT) {
      Range.check("nat port", firstPort, 1, 65535);
      Range.check("nat last port", lastPort, firstPort, 65535);
    }
    boolean plain =
        first == null && firstPort == ANY_PORT && !persistent && selection == Selection.DEFAULT;
    if (kind == Kind.RESTORE && !plain) {
      throw new IllegalArgumentException(
          "nat without src or dst takes no address (%s), port (%d) or option"
              .formatted(first, firstPort));
    }
    if (firstPort != ANY_PORT && first == null) {
      throw new IllegalArgumentException(
          "nat ports %d-%d need addresses".formatted(firstPort, lastPort));
    }
  }

  /// `nat`: applies the translation that the connection already has.
  public static Nat restore() {
    return new Nat(Kind.RESTORE, null, null, ANY_PORT, ANY_PORT, false, Selection.DEFAULT);
  }

  /// `nat(src=ADDRESS)`; the unspecified address asks for a free tuple only.
  public static Nat source(IpAddress address) {
    return among(Kind.SOURCE, address, address);
  }

  /// `nat(dst=ADDRESS)`.
  public static Nat destination(IpAddress address) {
    return among(Kind.DESTINATION, address, address);
  }

  /// `nat(dst=ADDRESS:PORT)`.
  ///
  /// @param port 1 to 65535
  public static Nat destination(IpAddress address, int port) {
    return new Nat(Kind.DESTINATION, address, address, port, port, false, Selection.DEFAULT);
  }

  /// To an address from `first` to `last`; to the packet's own where both are null.
  public static Nat among(Kind kind, @Nullable IpAddress first, @Nullable IpAddress last) {
    return new Nat(kind, first, last, ANY_PORT, ANY_PORT, false, Selection.DEFAULT);
  }

  /// The same with this one port.
  public Nat withPort(int port) {
    return withPorts(port, port);
  }

  /// The same with a port from `first` to `last`, both 1 to 65535.
  public Nat withPorts(int first, int last) {
    Range.check("nat port", first, 1, 65535);
    return new Nat(kind, this.first, this.last, first, last, persistent, selection);
  }

  public Nat withSelection(Selection newSelection) {
    return new Nat(kind, first, last, firstPort, lastPort, persistent, newSelection);
  }

  /// The same, keeping its choice across a restart.
  public Nat withPersistence() {
    return new Nat(kind, first, last, firstPort, lastPort, true, selection);
  }
}
