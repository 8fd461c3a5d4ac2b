package io.weft.controller.connections;

import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.connection.TrackedConnection;
import io.weft.pipeline.connection.TrackedConnection.Icmp;
import io.weft.pipeline.connection.TrackedConnection.Side;
import java.util.Optional;

/// The message that forgets one tracked connection.
public final class EntryFlush {

  private static final int ICMP6 = 58;

  private EntryFlush() {}

  /// The message; empty for ICMPv6, for Open vSwitch 3.1 ends with a crash when it is told to forget
  /// an entry of it in the userspace datapath.
  public static Optional<CtFlush> of(TrackedConnection connection) {
    return connection.protocol() == ICMP6
        ? Optional.empty()
        : Optional.of(
            new CtFlush(
                connection.protocol(),
                tuple(connection.original()),
                tuple(connection.reply()),
                Optional.of(connection.zone())));
  }

  private static CtFlush.Tuple tuple(Side side) {
    boolean ports = side.icmp().isEmpty() && side.sourcePort() + side.destinationPort() != 0;
    return new CtFlush.Tuple(
        Optional.of(side.source()),
        Optional.of(side.destination()),
        ports ? Optional.of(side.sourcePort()) : Optional.empty(),
        ports ? Optional.of(side.destinationPort()) : Optional.empty(),
        side.icmp().map(Icmp::id),
        side.icmp().map(Icmp::type),
        side.icmp().map(Icmp::code));
  }
}
