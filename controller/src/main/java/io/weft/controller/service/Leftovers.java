package io.weft.controller.service;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.openflow.match.Bits;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Reserved;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which tracked connections are to be forgotten when an agent starts, for Services and endpoints
/// that changed while there was none: see [StaleDatagrams] for what it does as they change.
///
/// Datagrams to a Service must go to one of its endpoints. Other connections live on with whatever
/// endpoint they have, unless nobody is there any more: then what the client sends next is refused,
/// instead of being lost until the client gives up.
public final class Leftovers implements Predicate<TrackedConnection> {

  private final Map<StaleDatagrams.Entrance, Set<Target>> datagrams = new HashMap<>();
  private final Predicate<IpAddress> gone;

  /// @param shares what all Services ask
  /// @param nodeAddresses the node's own
  /// @param gone whether an address is a Pod's that is there no more
  public Leftovers(
      Collection<HostShare> shares, List<IpAddress> nodeAddresses, Predicate<IpAddress> gone) {
    for (HostShare share : shares) {
      for (StaleDatagrams.Entrance entrance : StaleDatagrams.entrances(share, nodeAddresses)) {
        datagrams
            .computeIfAbsent(entrance, _ -> new HashSet<>())
            .addAll(share.datagrams().targets());
      }
    }
    this.gone = gone;
  }

  @Override
  public boolean test(TrackedConnection connection) {
    if (connection.zone() != Reserved.ZONE) {
      return false;
    }
    if (connection.protocol() != Protocol.UDP.number()) {
      return served(connection) && gone.test(connection.reply().source());
    }
    Set<Target> targets =
        datagrams.get(
            new StaleDatagrams.Entrance(
                connection.original().destination(), connection.original().destinationPort()));
    if (targets == null) {
      return served(connection);
    }
    return !targets.contains(
        new Target(connection.reply().source(), connection.reply().sourcePort()));
  }

  private static boolean served(TrackedConnection connection) {
    return !Mark.CT_SERVED.bits().extract(Bits.of(connection.mark())).isZero();
  }
}
