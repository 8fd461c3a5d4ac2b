package io.weft.pipeline.table;

import io.weft.openflow.action.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables of the bridge, in the order a packet meets them.
///
/// Numbers are stable for ever: a number that was ever used keeps its meaning, and new tables take
/// numbers in the gaps. A packet goes only to higher numbers, except into subroutines (200 and
/// above), which are entered by `resubmit` and come back.
@SuppressWarnings("ImmutableEnumChecker") // actions are immutable
public enum Table {
  CLASSIFY(0, "Classify", "By which port did the frame come in, with whose MAC, untagged?"),
  POD_GUARD(10, "PodGuard", "May this Pod send with this address, in IP, ARP or ND?"),
  GATEWAY_GUARD(12, "GatewayGuard", "May the node hand in a packet with this source?"),
  TUNNEL_GUARD(14, "TunnelGuard", "Does the inner source belong to the node that sent it?"),
  SILENCE(16, "Silence", "Drops what the guards did not pass, each kind under its name."),
  NEIGHBOUR(20, "Neighbour", "Answers ARP requests and neighbour solicitations as the router."),
  RESTORE(30, "Restore", "Turns reserved destinations back into real ones before the lookup."),
  TRACK(35, "Track", "Looks the connection up: the one conntrack lookup."),
  STATE(40, "State", "What is the packet to its connection: invalid, known, a reply, new?"),
  SERVICE_RANGE(50, "ServiceRange", "Cheap test whether the destination may be a Service."),
  SERVICE(54, "Service", "Virtual address and port of each Service: chooses an endpoint."),
  ENDPOINT(56, "Endpoint", "Translates the destination to the chosen endpoint."),
  REMEMBER(58, "Remember", "Teaches the switch which endpoint a client was given."),
  EGRESS(60, "Egress", "Must what the source Pod sends be judged? If so, who is the peer?"),
  EGRESS_RULES(62, "EgressRules", "Egress rules and isolation of the source's policy set."),
  ROUTE(70, "Route", "Which way: a Pod of this node, another node, the gateway?"),
  TTL(75, "Ttl", "Takes one from the TTL where Weft is the router; stops loops."),
  DESTINATION(80, "Destination", "Output port and MAC addresses by destination address."),
  INGRESS(90, "Ingress", "Must what the destination Pod gets be judged? If so, who is the peer?"),
  INGRESS_RULES(92, "IngressRules", "Ingress rules and isolation of the destination's policy set."),
  COMMIT(100, "Commit", "Enters the allowed connection into conntrack, with mark and label."),
  OTHER_PORT(102, "OtherPort", "Enters what may collide with a source port of a block kept free."),
  OUTPUT(110, "Output", "Sends the packet out."),
  SEND(112, "Send", "Sends out what was masqueraded."),
  NEIGHBOUR_REPLY(200, "NeighbourReply", "Second half of a neighbour advertisement."),
  PEER_LABELS(202, "PeerLabels", "Address of the peer to its label set."),
  PEER_IDENTITY(204, "PeerIdentity", "Label set of the peer to its identity."),
  AFFINITY(206, "Affinity", "Which endpoint a client was given before; learned by the switch."),
  REACHED(208, "Reached", "Which endpoints a client got by Services; learned by the switch.");

  private static final Table[] BY_NUMBER = new Table[255];

  static {
    for (Table table : values()) {
      BY_NUMBER[table.number] = table;
    }
  }

  private final int number;
  private final String title;
  private final String purpose;
  private final @Nullable Action go; // none for the first table
  private final Action call;

  Table(int number, String title, String purpose) {
    this.number = number;
    this.title = title;
    this.purpose = purpose;
    this.go = number == 0 ? null : new Action.GotoTable(number);
    this.call = Action.Resubmit.toTable(number);
  }

  /// The table of this number; empty if the pipeline has none.
  public static Optional<Table> numbered(int number) {
    return Optional.ofNullable(number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null);
  }

  /// The table's number on the bridge, 0 to 254.
  public int number() {
    return number;
  }

  /// The name that is set on the bridge and that dumps show.
  public String title() {
    return title;
  }

  /// One line: what the table does, mostly as the question that it answers.
  public String purpose() {
    return purpose;
  }

  /// Whether the table is entered by `resubmit` and comes back.
  public boolean subroutine() {
    return number >= 200;
  }

  /// Whether connections are judged by the rules of policies in the table of this number.
  public static boolean judges(int number) {
    return number == EGRESS_RULES.number || number == INGRESS_RULES.number;
  }

  /// Whether the switch itself adds flows here: those are nobody's desired flows, and the diff
  /// leaves the whole table alone.
  public boolean learned() {
    return this == AFFINITY || this == REACHED;
  }

  /// The instruction to go on in this table.
  public Action go() {
    if (go == null) {
      throw new IllegalStateException("no packet goes back to table " + title);
    }
    return go;
  }

  /// The action to visit this table and come back.
  public Action call() {
    return call;
  }
}
