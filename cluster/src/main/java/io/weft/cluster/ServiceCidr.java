package io.weft.cluster;

import io.weft.net.IpPrefix;
import java.util.List;

/// A range of ClusterIPs (networking.k8s.io `ServiceCIDR`, KEP-1880).
///
/// @param name its name
/// @param cidrs the ranges, at most one of each family
public record ServiceCidr(String name, List<IpPrefix> cidrs) implements ClusterObject {
  public ServiceCidr {
    cidrs = List.copyOf(cidrs);
  }

  @Override
  public ObjectKey key() {
    return ObjectKey.serviceCidr(name);
  }
}
