package io.weft.lab.bench.traffic;

import io.weft.lab.bench.counters.SwitchCounts;
import io.weft.lab.bench.load.Bulk;
import io.weft.lab.bench.load.Connections;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.Ovs;
import io.weft.net.IpAddress;
import java.time.Duration;

/// A way for traffic through one switch.
///
/// @param ovs the switch whose cost is taken
/// @param client where connections begin
/// @param to where they are sent
/// @param port the port there, served by a [io.weft.lab.bench.load.LoadServer]
public record Lane(Ovs ovs, NetworkNamespace client, IpAddress to, int port) {

  /// Makes short connections, one at a time.
  public Cost connect(int count) {
    return connect(count, 1);
  }

  /// Makes short connections, some at a time.
  public Cost connect(int count, int parallel) {
    SwitchCounts before = SwitchCounts.of(ovs);
    Connections made = Connections.make(client, to, port, count, parallel);
    SwitchCounts used = SwitchCounts.of(ovs).since(before);
    return new Cost(
        used, used.processor().seconds() * 1e6 / count, "µs/connection", made.toString());
  }

  /// Sends bulk TCP over one connection.
  public Cost bulk(Duration time) {
    SwitchCounts before = SwitchCounts.of(ovs);
    Bulk sent = Bulk.send(client, to, port, time);
    SwitchCounts used = SwitchCounts.of(ovs).since(before);
    return new Cost(
        used, used.processor().seconds() * 1e3 / (sent.bytes() / 1e9), "ms/GB", sent.toString());
  }
}
