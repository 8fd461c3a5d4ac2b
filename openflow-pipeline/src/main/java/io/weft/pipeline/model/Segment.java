package io.weft.pipeline.model;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Tuple;

/// The packets of a conversation, as a network stack sends them.
enum Segment {
  /// The first packet.
  FIRST(0x02),
  /// The answer to it.
  ANSWER(0x12),
  /// Any later one.
  LATER(0x10);

  private static final int TTL = 64;

  private final int tcpFlags;

  Segment(int tcpFlags) {
    this.tcpFlags = tcpFlags;
  }

  /// The packet with this tuple, without Ethernet.
  Packet packet(Tuple tuple) {
    IpAddress source = tuple.source();
    Match match =
        Match.ip(source.family())
            .with(Field.IP_PROTO, tuple.protocol())
            .with(source.isIpv4() ? Field.IPV4_SRC : Field.IPV6_SRC, source)
            .with(source.isIpv4() ? Field.IPV4_DST : Field.IPV6_DST, tuple.destination())
            .with(Field.IP_TTL, TTL);
    return Packet.of(
        switch (tuple.protocol()) {
          case 6 ->
              match
                  .with(Field.TCP_SRC, tuple.sourcePort())
                  .with(Field.TCP_DST, tuple.destinationPort())
                  .with(Field.TCP_FLAGS, tcpFlags);
          case 17 ->
              match
                  .with(Field.UDP_SRC, tuple.sourcePort())
                  .with(Field.UDP_DST, tuple.destinationPort());
          case 132 ->
              match
                  .with(Field.SCTP_SRC, tuple.sourcePort())
                  .with(Field.SCTP_DST, tuple.destinationPort());
          case 1 -> match.with(Field.ICMP4_TYPE, this == ANSWER ? 0 : 8);
          case 58 -> match.with(Field.ICMP6_TYPE, this == ANSWER ? 129 : 128);
          default -> match;
        });
  }
}
