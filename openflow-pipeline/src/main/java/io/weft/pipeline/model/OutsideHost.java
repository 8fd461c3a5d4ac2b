package io.weft.pipeline.model;

import io.weft.net.IpAddress;
import java.util.List;

/// A host outside the cluster. It has routes to the Pod CIDRs by the nodes that own them.
///
/// @param name its name
/// @param addresses its addresses
public record OutsideHost(String name, List<IpAddress> addresses) {
  public OutsideHost {
    addresses = List.copyOf(addresses);
  }
}
