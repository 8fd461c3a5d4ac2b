package io.weft.pipeline.stage;

import static io.weft.openflow.match.Field.CT_STATE;
import static io.weft.openflow.match.Field.ETH_TYPE;
import static io.weft.openflow.match.Field.IN_PORT_16;
import static io.weft.openflow.match.Field.IP_FRAG;
import static io.weft.openflow.match.Field.IP_PROTO;
import static io.weft.pipeline.table.Table.COMMIT;
import static io.weft.pipeline.table.Table.OTHER_PORT;
import static io.weft.pipeline.table.Table.OUTPUT;
import static io.weft.pipeline.table.Table.REACHED;

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
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Tables Commit, Reached and OtherPort where conntrack cannot translate a connection to itself, and so
/// cannot be asked whether its tuple is taken: a client that a Service led to an endpoint, and that
/// then goes there directly from the same source port.
///
/// The switch learns which port of which endpoint a client got by Services. What the client sends
/// there directly is entered with a source port of a block that systems take none from by themselves;
/// conntrack sees to it that the port is free. A source port of that block keeps its number, for it
/// must not be translated to itself, and so does a privileged one, which servers may ask for. Clients
/// are the Pods of this node and the node itself; of TCP and UDP, without fragments.
public final class Collisions {

  /// How many ports of endpoints are learned, for all clients; what is more is not resolved.
  private static final int LIMIT = 20_000;

  /// The source ports given to what may collide: 0x6000 to 0x7fff. Linux by itself takes ports from
  /// 32768 on, others from 49152 on.
  private static final int FIRST = 24_576;

  private static final int LAST = 32_767;

  private Collisions() {}

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
      IpAddress gateway = NodeFacts.gatewayAddress(cidr);
      for (Transport transport : Transport.values()) {
        Match served = transport.match(family).withFlags(CT_STATE, "+trk+dnat");
        learn(transport, family, Mark.ENTRY.is(Entry.POD, served), to);
        learn(
            transport,
            family,
            Mark.ENTRY.is(Entry.GATEWAY, served).with(Ip.source(family), gateway),
            to);
        direct(transport, family, to);
      }
      client(gateway, to);
      to.flow(OTHER_PORT, Priority.WIDE, Match.ip(family), Delivery.ALLOW, OUTPUT.go());
    }
    to.drop(OTHER_PORT, Priority.MISS, Purpose.UNEXPECTED, Match.any());
  }

  /// What the Pod sends past the Services that it uses.
  public static void pod(NodeFacts node, LocalPod pod, Contribution.Builder to) {
    if (concern(node)) {
      pod.addresses().forEach(address -> client(address, to));
    }
  }

  /// A first packet that nothing has translated; a second one before any answer has been.
  private static void direct(Transport transport, IpFamily family, Contribution.Builder to) {
    Match match = transport.match(family);
    to.flow(
        COMMIT,
        Priority.EXACT,
        match.withFlags(CT_STATE, "-snat-dnat+trk").masked(IP_FRAG, 0, 3),
        REACHED.call(),
        OTHER_PORT.go());
    Match contested = Mark.CONTESTED.is(1, match);
    Match privileged = contested.masked(transport.source, 0, 0xfc00);
    Match given = contested.masked(transport.source, FIRST, 0xe000);
    to.flow(OTHER_PORT, Priority.EXACT, privileged, Delivery.ALLOW, OUTPUT.go());
    to.flow(OTHER_PORT, Priority.EXACT, given, Delivery.ALLOW, OUTPUT.go());
  }

  private static void client(IpAddress address, Contribution.Builder to) {
    IpFamily family = address.family();
    to.flow(
        OTHER_PORT,
        Priority.NORMAL,
        Mark.CONTESTED.is(1, Match.ip(family)).with(Ip.source(family), address),
        Delivery.ALLOW.withNat(Nat.source(address).withPorts(FIRST, LAST)),
        OUTPUT.go());
  }

  private static void learn(
      Transport transport, IpFamily family, Match match, Contribution.Builder to) {
    BitRange inPort = BitRange.of(IN_PORT_16);
    BitRange endpoint = BitRange.of(Ip.destination(family));
    BitRange port = BitRange.of(transport.destination);
    Learn reached =
        Learn.of(
                REACHED.number(),
                Priority.NORMAL.number(),
                to.cookie(Purpose.FORWARD).bits(),
                new Spec.MatchValue(
                    BitRange.of(ETH_TYPE), Bits.of(family == IpFamily.IPV4 ? 0x0800 : 0x86dd)),
                new Spec.MatchValue(BitRange.of(IP_PROTO), Bits.of(transport.number)),
                new Spec.MatchField(inPort, inPort),
                new Spec.MatchField(endpoint, endpoint),
                new Spec.MatchField(port, port),
                new Spec.LoadValue(Bits.of(1), Mark.CONTESTED.bits()))
            .withLimit(LIMIT)
            .withDeleteLearned();
    to.flow(COMMIT, Priority.EXACT, match, reached, Delivery.ALLOW, OUTPUT.go());
  }

  /// What takes out of table Reached the clients and the endpoints that are gone.
  ///
  /// @param learned the table's flows
  /// @param clients the ports of the clients that there are
  /// @param absent whether nobody has an address any more
  public static List<Change> outlived(
      Collection<Flow> learned, Set<OfPort> clients, Predicate<IpAddress> absent) {
    return learned.stream()
        .filter(flow ->
            client(flow).filter(client -> !clients.contains(client)).isPresent()
                || endpoint(flow).filter(absent).isPresent())
        .<Change>map(flow -> new Change.DeleteFlow(flow.key()))
        .toList();
  }

  private static Optional<OfPort> client(Flow flow) {
    return flow.match().exact(Field.IN_PORT).map(bits -> new OfPort((int) bits.low()));
  }

  private static Optional<IpAddress> endpoint(Flow flow) {
    Optional<IpAddress> ipv4 =
        flow.match().exact(Field.IPV4_DST).map(bits -> IpAddress.ofIpv4((int) bits.low()));
    return ipv4.or(() ->
        flow.match().exact(Field.IPV6_DST).map(bits -> IpAddress.ofIpv6(bits.high(), bits.low())));
  }
}
