package io.weft.controller.attachments;

import io.weft.net.IpAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Which version of the flows took an address away from the Pod that had it last.
///
/// As long as packets may go by older flows, a new owner of the address would get and send traffic
/// under its former owner's policies.
final class ReleasedAddresses {

  /// What agents before this one took away is gone with the first version.
  private static final long FIRST = 1;

  private final Map<IpAddress, Long> versions = new HashMap<>();

  /// The addresses are gone with this version.
  ///
  /// @param followed the version that packets go by now; what was released by then need not be kept
  void released(Collection<IpAddress> addresses, long version, long followed) {
    versions.values().removeIf(gone -> gone <= followed);
    addresses.forEach(address -> versions.put(address, version));
  }

  /// The version that must be followed before any of the addresses may have a new owner.
  long free(Collection<IpAddress> addresses) {
    return addresses.stream()
        .mapToLong(address -> versions.getOrDefault(address, FIRST))
        .max()
        .orElse(FIRST);
  }
}
