package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.ETH_TYPE;
import static io.weft.openflow.match.Field.IN_PORT;
import static io.weft.openflow.match.Field.IN_PORT_16;
import static io.weft.openflow.match.Field.IP_FRAG;
import static io.weft.openflow.match.Field.IP_PROTO;
import static io.weft.pipeline.table.Table.COMMIT;
import static io.weft.pipeline.table.Table.OTHER_BAND;
import static io.weft.pipeline.table.Table.OUTPUT;
import static io.weft.pipeline.table.Table.REACHED;
import static io.weft.pipeline.table.Table.SOURCE_PORT;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.action.Learn;
import io.weft.openflow.action.Learn.Spec;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.PortBand;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tables Commit, Reached, SourcePort and OtherBand where conntrack cannot translate a connection to
/// itself, and so cannot be asked whether its tuple is taken: a client that a Service led to an
/// endpoint, and that then goes there directly from the same source port.
///
/// The switch learns which port of which endpoint a client got by Services. What the client sends
/// there directly is entered with a source port of another band than its own, which is therefore
/// never a translation to itself; conntrack sees to it that the port is free. Clients are the Pods of
/// this node and the node itself; of TCP and UDP, without fragments.
public final class Collisions {

  /// How many ports of endpoints are learned for a client; what is more is not resolved.
  private static final int LIMIT = 1_000;

  private Collisions() {}

  /// Source ports with the same highest bits, and those that are given in their place. Who may use a
  /// privileged port keeps one, as Linux does it.
  private enum Band {
    SYSTEM(PortBand.SYSTEM, 0, 0xfe00, 512, 1023),
    PRIVILEGED(PortBand.PRIVILEGED, 512, 0xfe00, 1, 511),
    LOWER(PortBand.LOWER, 0, 0x8000, 32_768, 65_535),
    UPPER(PortBand.UPPER, 0x8000, 0x8000, 1024, 32_767);

    final long mark;
    final int value;
    final int mask;
    final int first;
    final int last;

    Band(long mark, int value, int mask, int first, int last) {
      this.mark = mark;
      this.value = value;
      this.mask = mask;
      this.first = first;
      this.last = last;
    }

    Priority priority() {
      return mask == 0x8000 ? Priority.NORMAL : Priority.EXACT;
    }
  }

  /// The protocols whose ports conntrack in user space has always known.
  private enum Transport {
    TCP(6, Field.TCP_SRC, Field.TCP_DST),
    UDP(17, Field.UDP_SRC, Field.UDP_DST);

    final int number;
    final Field source;
    final Field destination;

    Transport(int number, Field source, Field destination) {
      this.number = number;
      this.source = source;
      this.destination = destination;
    }

    Match match(IpFamily family) {
      return this == TCP ? Match.tcp(family) : Match.udp(family);
    }
  }

  private static boolean concern(NodeFacts node) {
    return node.options().services() && !node.options().selfTranslation();
  }

  public static void node(NodeFacts node, Contribution.Builder to) {
    if (!concern(node)) {
      return;
    }
    for (IpPrefix cidr : node.podCidrs()) {
      IpFamily family = cidr.family();
      for (Transport transport : Transport.values()) {
        direct(family, transport, to);
      }
      client(node.gateway().port(), NodeFacts.gatewayAddress(cidr), to);
      to.flow(OTHER_BAND, Priority.WIDE, Match.ip(family), Delivery.ALLOW, OUTPUT.go());
    }
    to.flow(SOURCE_PORT, Priority.MISS, Purpose.PASS, Match.any(), OTHER_BAND.go());
    to.drop(OTHER_BAND, Priority.MISS, Purpose.UNEXPECTED, Match.any());
  }

  /// A first packet that nothing has translated; a second one before any answer has been.
  private static void direct(IpFamily family, Transport transport, Contribution.Builder to) {
    Match match = transport.match(family);
    to.flow(
        COMMIT,
        Priority.EXACT,
        match.withFlags(CT_STATE, "-snat-dnat+trk").masked(IP_FRAG, 0, 3),
        REACHED.call(),
        SOURCE_PORT.go());
    for (Band band : Band.values()) {
      to.flow(
          SOURCE_PORT,
          band.priority(),
          Mark.PORT_BAND.is(PortBand.ANY, match).masked(transport.source, band.value, band.mask),
          Mark.PORT_BAND.set(band.mark),
          OTHER_BAND.go());
    }
  }

  /// What the Pod gets by Services, and sends past them.
  public static void pod(NodeFacts node, LocalPod pod, Contribution.Builder to) {
    if (concern(node)) {
      pod.addresses().forEach(address -> client(pod.port(), address, to));
    }
  }

  private static void client(OfPort port, IpAddress address, Contribution.Builder to) {
    IpFamily family = address.family();
    Field source = Ip.source(family);
    for (Transport transport : Transport.values()) {
      Match translated = transport.match(family).withFlags(CT_STATE, "+trk+dnat");
      to.flow(
          COMMIT,
          Priority.EXACT,
          translated.with(IN_PORT, port).with(source, address),
          learn(family, transport, to.cookie(Purpose.FORWARD)),
          Delivery.ALLOW,
          OUTPUT.go());
    }
    for (Band band : Band.values()) {
      Nat another = Nat.source(address).withPorts(band.first, band.last);
      to.flow(
          OTHER_BAND,
          Priority.NORMAL,
          Mark.PORT_BAND.is(band.mark, Match.ip(family)).with(source, address),
          Delivery.ALLOW.withNat(another),
          OUTPUT.go());
    }
  }

  private static Learn learn(IpFamily family, Transport transport, Cookie cookie) {
    BitRange inPort = BitRange.of(IN_PORT_16);
    BitRange endpoint = BitRange.of(Ip.destination(family));
    BitRange port = BitRange.of(transport.destination);
    return Learn.of(
            REACHED.number(),
            Priority.NORMAL.number(),
            cookie.bits(),
            new Spec.MatchValue(
                BitRange.of(ETH_TYPE), Bits.of(family == IpFamily.IPV4 ? 0x0800 : 0x86dd)),
            new Spec.MatchValue(BitRange.of(IP_PROTO), Bits.of(transport.number)),
            new Spec.MatchField(inPort, inPort),
            new Spec.MatchField(endpoint, endpoint),
            new Spec.MatchField(port, port),
            new Spec.LoadValue(Bits.of(PortBand.ANY), Mark.PORT_BAND.bits()))
        .withLimit(LIMIT)
        .withDeleteLearned();
  }

  /// What takes out of table Reached the endpoints that are gone. (What a client learned goes with
  /// the client, by itself.)
  ///
  /// @param learned the table's flows
  /// @param vacant whether nobody has an address any more
  public static List<Change> outlived(Collection<Flow> learned, Predicate<IpAddress> vacant) {
    return learned.stream()
        .filter(flow -> endpoint(flow).filter(vacant).isPresent())
        .<Change>map(flow -> new Change.DeleteFlow(flow.key()))
        .toList();
  }

  private static Optional<IpAddress> endpoint(Flow flow) {
    Optional<IpAddress> ipv4 =
        flow.match().exact(Field.IPV4_DST).map(bits -> IpAddress.ofIpv4((int) bits.low()));
    return ipv4.or(() ->
        flow.match().exact(Field.IPV6_DST).map(bits -> IpAddress.ofIpv6(bits.high(), bits.low())));
  }
}
