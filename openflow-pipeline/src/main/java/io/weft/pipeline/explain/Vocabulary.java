package io.weft.pipeline.explain;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.MatchText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.policy.Identity;
import io.weft.pipeline.policy.PolicyIndex;
import io.weft.pipeline.policy.PolicySet;
import io.weft.pipeline.policy.RulePart;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.trace.ConnectionState;
import io.weft.pipeline.trace.Packet;
import io.weft.policy.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Words for numbers: marks, their values, fields.
final class Vocabulary {

  private static final List<Field> HEADERS =
      List.of(
          Field.ETH_SRC,
          Field.ETH_DST,
          Field.IPV4_SRC,
          Field.IPV4_DST,
          Field.IPV6_SRC,
          Field.IPV6_DST,
          Field.TCP_SRC,
          Field.TCP_DST,
          Field.UDP_SRC,
          Field.UDP_DST,
          Field.SCTP_SRC,
          Field.SCTP_DST,
          Field.IP_TTL,
          Field.TUN_DST,
          Field.TUN_IPV6_DST);

  private final PipelineCompiler compiler;
  private final Names names;

  Vocabulary(PipelineCompiler compiler, Names names) {
    this.compiler = compiler;
    this.names = names;
  }

  /// What differs between two states of a packet, without what only moved along.
  List<Explanation.Assignment> changes(Packet before, Packet after) {
    List<Explanation.Assignment> changes = new ArrayList<>();
    for (Mark mark : Mark.values()) {
      Bits value = after.value(mark.bits());
      if (concerns(mark, after) && !value.equals(before.value(mark.bits()))) {
        String prefix = mark.ofConnection() ? "ct." : "";
        changes.add(new Explanation.Assignment(prefix + mark.title(), value(mark, value)));
      }
    }
    Bits state = after.value(Field.CT_STATE);
    if (!state.equals(before.value(Field.CT_STATE)) && !state.isZero()) {
      changes.add(new Explanation.Assignment("ct_state", state((int) state.low())));
    }
    for (Field field : HEADERS) {
      Bits value = after.value(field);
      if (!value.equals(before.value(field))) {
        String text = MatchText.print(Match.of(List.of(FieldMatch.exact(field, value))), names);
        int equals = text.indexOf('=');
        changes.add(
            new Explanation.Assignment(text.substring(0, equals), text.substring(equals + 1)));
      }
    }
    return changes;
  }

  /// Marks that share their bits with one for the other family are left out.
  private static boolean concerns(Mark mark, Packet packet) {
    Optional<IpFamily> family = packet.family();
    return switch (mark) {
      case SERVICE_PORT -> false; // shares its bits, and is scratch
      case PEER_IPV6, ENDPOINT_IPV6 -> family.equals(Optional.of(IpFamily.IPV6));
      case PEER_IPV4, ENDPOINT_IPV4 -> !family.equals(Optional.of(IpFamily.IPV6));
      default -> true;
    };
  }

  private static String state(int bits) {
    List<String> words = new ArrayList<>();
    for (ConnectionState state : ConnectionState.values()) {
      if ((bits & state.bit()) != 0) {
        words.add(state.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    return String.join("|", words);
  }

  /// A mark's value as people read it.
  String value(Mark mark, Bits value) {
    int number = (int) value.low();
    if (value.isZero()) {
      return mark.zeroIsNamed() ? mark.names().getFirst() : "0";
    }
    Optional<String> named =
        switch (mark) {
          case SOURCE_SET, DESTINATION_SET -> policies().set(number).map(PolicySet::toString);
          case PEER_LABELS -> policies().labelSet(number).map(LabelSet::toString);
          case PEER_IDENTITY -> policies().identity(number).map(Identity::toString);
          case EGRESS_RULE, INGRESS_RULE, CT_EGRESS_RULE, CT_INGRESS_RULE ->
              policies().rule(number).map(RulePart::place);
          case OUT_PORT -> Optional.of(port(new OfPort(number)));
          case PEER_IPV4, ENDPOINT_IPV4 -> Optional.of(IpAddress.ofIpv4(number).toString());
          case PEER_IPV6, ENDPOINT_IPV6 ->
              Optional.of(IpAddress.ofIpv6(value.high(), value.low()).toString());
          case ENDPOINT_PORT -> Optional.of(Integer.toString(number));
          default -> word(mark, number);
        };
    return named.orElse("0x" + Integer.toHexString(number));
  }

  private static Optional<String> word(Mark mark, int number) {
    return number > 0 && number < mark.names().size() && !mark.names().get(number).isEmpty()
        ? Optional.of(mark.names().get(number))
        : Optional.empty();
  }

  /// The rules that allowed a packet, by their places.
  List<String> rules(Packet packet) {
    List<String> rules = new ArrayList<>();
    for (Mark mark : List.of(Mark.EGRESS_RULE, Mark.INGRESS_RULE)) {
      Bits value = packet.value(mark.bits());
      if (!value.isZero()) {
        rules.add(value(mark, value));
      }
    }
    return rules;
  }

  String port(OfPort port) {
    return names.ports().getOrDefault(port, "port " + port);
  }

  /// The tunnel's other end; empty if the packet is not to be tunnelled.
  static Optional<IpAddress> tunnelTo(Packet packet) {
    if (packet.value(Field.TUN_ID).low() != Reserved.TUNNEL_KEY) {
      return Optional.empty();
    }
    Bits old = packet.value(BitRange.of(Field.TUN_DST));
    Bits now = packet.value(BitRange.of(Field.TUN_IPV6_DST));
    if (!old.isZero()) {
      return Optional.of(IpAddress.ofIpv4((int) old.low()));
    }
    return now.isZero() ? Optional.empty() : Optional.of(IpAddress.ofIpv6(now.high(), now.low()));
  }

  private PolicyIndex policies() {
    return compiler.policies();
  }
}
