package io.weft.controller.reject;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.table.Punt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is answered to a packet that the bridge handed up.
///
/// TCP gets a reset, all else an ICMP error; a packet whose time is exceeded gets an ICMP error in
/// any case. The answer leaves by the port that the packet came in by, through the tunnel back to
/// the node that sent it.
public final class Rejections {

  private static final int HOST_UNREACHABLE = 1;
  private static final int PORT_UNREACHABLE = 3;
  private static final int ADDRESS_UNREACHABLE_6 = 3;
  private static final int PORT_UNREACHABLE_6 = 4;

  private Rejections() {}

  /// The answer; empty if the packet is none of ours or must not be answered.
  ///
  /// @param podCidrs of this node; ICMP errors come from its gateway
  public static Optional<PacketOut> answer(PacketIn packetIn, List<IpPrefix> podCidrs) {
    Optional<Punt> punt = Punt.parse(packetIn.userdata());
    Optional<Bits> port = packetIn.metadata().exact(Field.IN_PORT);
    if (punt.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    return OffendingPacket.parse(packetIn.packet())
        .flatMap(packet -> frame(punt.get(), packet, podCidrs))
        .map(frame ->
            new PacketOut(
                frame, Match.any().with(Field.IN_PORT, port.get()), back(packetIn.metadata())));
  }

  private static Optional<Bytes> frame(Punt punt, OffendingPacket packet, List<IpPrefix> podCidrs) {
    boolean tcp = packet.protocol() == OffendingPacket.TCP;
    if (tcp && punt != Punt.TIME_EXCEEDED) {
      return Optional.of(AnswerFrame.reset(packet));
    }
    return switch (punt) {
      case TIME_EXCEEDED ->
          gateway(packet, podCidrs)
              .map(from ->
                  packet.source().isIpv4()
                      ? AnswerFrame.error(packet, from, 11, 0)
                      : AnswerFrame.error(packet, from, 3, 0));
      case NO_SUCH_DESTINATION ->
          gateway(packet, podCidrs)
              .map(from -> unreachable(packet, from, HOST_UNREACHABLE, ADDRESS_UNREACHABLE_6));
      case NO_ENDPOINT ->
          Optional.of(
              unreachable(packet, packet.destination(), PORT_UNREACHABLE, PORT_UNREACHABLE_6));
      case MIDSTREAM -> Optional.empty();
    };
  }

  private static Bytes unreachable(OffendingPacket packet, IpAddress from, int code4, int code6) {
    return packet.source().isIpv4()
        ? AnswerFrame.error(packet, from, 3, code4)
        : AnswerFrame.error(packet, from, 1, code6);
  }

  private static Optional<IpAddress> gateway(OffendingPacket packet, List<IpPrefix> podCidrs) {
    return podCidrs.stream()
        .filter(cidr -> cidr.family() == packet.source().family())
        .map(NodeFacts::gatewayAddress)
        .findFirst();
  }

  private static List<Action> back(Match metadata) {
    List<Action> actions = new ArrayList<>();
    metadata
        .exact(Field.TUN_SRC)
        .ifPresent(
            source -> actions.add(new Action.SetField(Field.TUN_DST, source, Bits.ones(32))));
    metadata
        .exact(Field.TUN_IPV6_SRC)
        .ifPresent(
            source -> actions.add(new Action.SetField(Field.TUN_IPV6_DST, source, Bits.ones(128))));
    metadata
        .exact(Field.TUN_ID)
        .ifPresent(id -> actions.add(new Action.SetField(Field.TUN_ID, id, Bits.ones(64))));
    actions.add(Action.Output.to(OfPort.IN_PORT));
    return actions;
  }
}
