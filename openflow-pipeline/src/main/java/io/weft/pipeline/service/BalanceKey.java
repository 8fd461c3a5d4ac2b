package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpFamily;

/// A group that balances, or a part of it: whose traffic, and which part. Its text makes the group's
/// number.
///
/// @param service which Service
/// @param family the family of its endpoints
/// @param protocol the protocol of the Service port
/// @param port the Service port
/// @param traffic the first kind of traffic that is balanced this way
/// @param shard which part, from 0
public record BalanceKey(
    ObjectKey service, IpFamily family, Protocol protocol, int port, Traffic traffic, int shard)
    implements Comparable<BalanceKey> {

  @Override
  public int compareTo(BalanceKey other) {
    int order = service.compareTo(other.service);
    if (order == 0) {
      order = family.compareTo(other.family);
    }
    if (order == 0) {
      order = protocol.compareTo(other.protocol);
    }
    if (order == 0) {
      order = Integer.compare(port, other.port);
    }
    if (order == 0) {
      order = traffic.compareTo(other.traffic);
    }
    return order == 0 ? Integer.compare(shard, other.shard) : order;
  }

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof BalanceKey key
        && port == key.port
        && shard == key.shard
        && traffic == key.traffic
        && protocol == key.protocol
        && family == key.family
        && service.equals(key.service);
  }

  /// Numbers are made from this text: another one would give every group another number.
  @Override
  public String toString() {
    return "BalanceKey[service="
        + service
        + ", family="
        + family
        + ", protocol="
        + protocol
        + ", port="
        + port
        + ", traffic="
        + traffic
        + ", shard="
        + shard
        + "]";
  }

  @Override
  public int hashCode() {
    int ports = 31 * (31 * port + shard) + traffic.hashCode();
    return 31 * (31 * (31 * ports + protocol.hashCode()) + family.hashCode()) + service.hashCode();
  }
}
