package io.weft.lab.bench.traffic;

import io.weft.lab.bench.counters.SwitchCounts;

/// How much of the switch's work short connections on a lane are.
///
/// @param passes how often a packet was looked up in the datapath, on average
/// @param upcalls lookups that no megaflow answered, per connection, once the first ones were made
/// @param megaflows of the lane's family, at the end
public record ConnectionCounts(double passes, double upcalls, long megaflows) {

  /// Makes connections, one at a time, on a lane without megaflows.
  ///
  /// @param first how many are made before upcalls count
  /// @param rest how many after that
  public static ConnectionCounts of(Lane lane, int first, int rest) {
    String _ = lane.ovs().appctl("revalidator/purge").run();
    SwitchCounts start = SwitchCounts.of(lane.ovs());
    Cost _ = lane.connect(first);
    Cost made = lane.connect(rest);
    return new ConnectionCounts(
        SwitchCounts.of(lane.ovs()).since(start).passes(),
        (double) made.counts().upcalls() / rest,
        SwitchCounts.megaflows(lane.ovs(), lane.to().family()));
  }
}
