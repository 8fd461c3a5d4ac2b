package io.weft.cni.spec;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.Optional;

/// Addresses as CNI writes them.
final class Addresses {
  private Addresses() {}

  /// An address with or without a prefix length, which is dropped.
  static Optional<IpAddress> address(String text) {
    int slash = text.indexOf('/');
    return IpAddress.tryParse(slash < 0 ? text : text.substring(0, slash));
  }

  static Optional<MacAddress> mac(String text) {
    try {
      MacAddress mac = MacAddress.parse(text.strip());
      return mac.isMulticast() || mac.bits() == 0 ? Optional.empty() : Optional.of(mac);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
