package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpFamily;
import java.util.Comparator;

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

  private static final Comparator<BalanceKey> ORDER =
      Comparator.comparing(BalanceKey::service)
          .thenComparing(BalanceKey::family)
          .thenComparing(BalanceKey::protocol)
          .thenComparingInt(BalanceKey::port)
          .thenComparing(BalanceKey::traffic)
          .thenComparingInt(BalanceKey::shard);

  @Override
  public int compareTo(BalanceKey other) {
    return ORDER.compare(this, other);
  }
}
