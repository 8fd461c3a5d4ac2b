package io.weft.pipeline.connection;

import io.weft.net.IpAddress;
import io.weft.openflow.action.Ct;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.connection.TrackedConnection.Side;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.ConnectionState;
import io.weft.pipeline.trace.ConnectionTracking;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Which tracked connections policy would not allow if they began now.
///
/// Each connection is sent through the flows once more, by the port by which its first packet came
/// and to the endpoint that it has, as a packet whose connection was never allowed: State then leads
/// it past the Services to both verdicts. Connections that were never allowed, that do not belong to
/// a Pod any more, or that end elsewhere than at a verdict are left alone.
public final class Recheck {

  private static final int TTL = 64;
  private static final int ACK = 0x10;

  private final FlowTables tables;
  private final Doorways doorways;

  /// @param program the flows that are in force
  /// @param doorways the bridge's ports
  public Recheck(FlowProgram program, Doorways doorways) {
    this.tables = new FlowTables(program.flows().values(), program.groups().values());
    this.doorways = doorways;
  }

  /// Those of the connections that policy denies, in their order.
  public List<TrackedConnection> denied(Collection<TrackedConnection> connections) {
    return connections.stream().filter(this::isDenied).toList();
  }

  private boolean isDenied(TrackedConnection connection) {
    return connection.zone() == Reserved.ZONE
        && isSet(Mark.CT_ALLOWED, connection)
        && packet(connection)
            .map(packet -> evaluator(connection).run(packet))
            .filter(Recheck::endsAtVerdict)
            .isPresent();
  }

  private static boolean isSet(Mark mark, TrackedConnection connection) {
    return value(mark, connection) != 0;
  }

  private static long value(Mark mark, TrackedConnection connection) {
    return Packet.empty().with(Field.CT_MARK, connection.mark()).value(mark.bits()).low();
  }

  private Optional<Packet> packet(TrackedConnection connection) {
    Side original = connection.original();
    Packet ip = ip(connection.protocol(), original);
    long entry = value(Mark.CT_ENTRY, connection);
    if (entry == Entry.POD) {
      return doorways.pod(original.source()).map(pod -> doorways.fromPod(pod, ip));
    } else if (entry == Entry.TUNNEL) {
      return doorways.owner(original.source()).flatMap(node -> doorways.fromTunnel(node, ip));
    }
    return Optional.of(doorways.fromGateway(ip));
  }

  private static Packet ip(int protocol, Side side) {
    IpAddress source = side.source();
    Match match =
        Match.ip(source.family())
            .with(Field.IP_PROTO, protocol)
            .with(source.isIpv4() ? Field.IPV4_SRC : Field.IPV6_SRC, source)
            .with(source.isIpv4() ? Field.IPV4_DST : Field.IPV6_DST, side.destination())
            .with(Field.IP_TTL, TTL);
    Packet packet = Packet.of(match);
    return switch (protocol) {
      case 1, 58 -> {
        boolean old = protocol == 1;
        TrackedConnection.Icmp icmp =
            side.icmp().orElse(new TrackedConnection.Icmp(0, old ? 8 : 128, 0));
        yield packet
            .with(old ? Field.ICMP4_TYPE : Field.ICMP6_TYPE, icmp.type())
            .with(old ? Field.ICMP4_CODE : Field.ICMP6_CODE, icmp.code());
      }
      default -> withPorts(packet, protocol, side.sourcePort(), side.destinationPort());
    };
  }

  private static Packet withPorts(Packet packet, int protocol, int source, int destination) {
    return switch (protocol) {
      case 6 ->
          packet
              .with(Field.TCP_SRC, source)
              .with(Field.TCP_DST, destination)
              .with(Field.TCP_FLAGS, ACK);
      case 17 -> packet.with(Field.UDP_SRC, source).with(Field.UDP_DST, destination);
      case 132 -> packet.with(Field.SCTP_SRC, source).with(Field.SCTP_DST, destination);
      default -> packet;
    };
  }

  private Evaluator evaluator(TrackedConnection connection) {
    return new Evaluator(tables, new NeverAllowed(connection), BucketChoice.first());
  }

  private static boolean endsAtVerdict(Trace trace) {
    return trace
        .last()
        .flatMap(Trace.Step.Lookup::flow)
        .flatMap(flow -> Cookie.parse(flow.cookie()))
        .filter(cookie -> cookie.purpose() == Purpose.ISOLATED)
        .isPresent();
  }

  /// Conntrack as if the connection had been entered, and translated, but not allowed.
  private record NeverAllowed(TrackedConnection connection) implements ConnectionTracking {

    @Override
    public Packet track(Packet packet, Ct ct, int zone) {
      if (ct.table() == Ct.NO_TABLE || zone != connection.zone()) {
        return packet;
      }
      Side there = connection.reply().reversed();
      boolean ipv4 = there.source().isIpv4();
      Packet translated =
          packet
              .with(ipv4 ? Field.IPV4_SRC : Field.IPV6_SRC, there.source())
              .with(ipv4 ? Field.IPV4_DST : Field.IPV6_DST, there.destination());
      return withPorts(
              translated, connection.protocol(), there.sourcePort(), there.destinationPort())
          .with(
              Field.CT_STATE,
              ConnectionState.of(ConnectionState.TRACKED, ConnectionState.ESTABLISHED))
          .with(Field.CT_ZONE, zone)
          .with(Field.CT_MARK, connection.mark() & ~Mark.CT_ALLOWED.bits().mask().low())
          .with(Field.CT_LABEL, connection.label());
    }
  }
}
