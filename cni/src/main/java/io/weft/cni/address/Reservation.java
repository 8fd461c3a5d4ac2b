package io.weft.cni.address;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.List;

/// The answer to a request for addresses.
public sealed interface Reservation {

  /// The addresses are the caller's until it releases them.
  ///
  /// @param addresses one per family of the pool, IPv4 first
  record Granted(List<IpAddress> addresses) implements Reservation {
    public Granted {
      addresses = List.copyOf(addresses);
    }
  }

  /// Nothing was reserved.
  sealed interface Refused extends Reservation {
    /// One sentence: the thing, the value, the remedy.
    String reason();
  }

  /// Every address of the block is in use.
  ///
  /// @param podCidr the block
  /// @param capacity how many Pods it can address
  record Exhausted(IpPrefix podCidr, long capacity) implements Refused {
    @Override
    public String reason() {
      return ("all %d Pod addresses of %s are in use; remove Pods from this node or give it a wider"
              + " Pod CIDR")
          .formatted(capacity, podCidr);
    }
  }

  /// An address that was asked for has an owner.
  ///
  /// @param address the address
  record Taken(IpAddress address) implements Refused {
    @Override
    public String reason() {
      return "address %s is in use by another Pod of this node; ask for another or remove that Pod"
          .formatted(address);
    }
  }

  /// An address that was asked for is not one this pool can give.
  ///
  /// @param address the address
  /// @param why what stands against it, and the remedy
  record Unusable(IpAddress address, String why) implements Refused {
    @Override
    public String reason() {
      return "address %s cannot be given to a Pod: %s".formatted(address, why);
    }
  }
}
