package io.weft.lab.topology;

import io.weft.lab.traffic.Port;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.List;
import java.util.Optional;

/// A host outside the cluster.
///
/// @param name its name; endpoints are called `ext:NAME`
/// @param addresses its addresses
/// @param ports where it listens
public record ExternalHost(String name, List<IpAddress> addresses, List<Port> ports) {

  public ExternalHost {
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }

  public Optional<IpAddress> address(IpFamily family) {
    return addresses.stream().filter(address -> address.family() == family).findFirst();
  }
}
