package io.weft.pipeline.table;

import static io.weft.openflow.match.Field.CT_LABEL;
import static io.weft.openflow.match.Field.CT_MARK;
import static io.weft.openflow.match.Field.REG0;
import static io.weft.openflow.match.Field.REG1;
import static io.weft.openflow.match.Field.REG11;
import static io.weft.openflow.match.Field.REG15;
import static io.weft.openflow.match.Field.REG2;
import static io.weft.openflow.match.Field.REG3;
import static io.weft.openflow.match.Field.REG4;
import static io.weft.openflow.match.Field.REG5;
import static io.weft.openflow.match.Field.REG6;
import static io.weft.openflow.match.Field.REG7;
import static io.weft.openflow.match.Field.REG8;
import static io.weft.openflow.match.Field.XXREG2;
import static io.weft.openflow.match.Field.XXREG3;

import io.weft.openflow.action.Action;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import java.util.List;

/// Named bit ranges of registers, `ct_mark` and `ct_label`: each is declared here and nowhere else.
///
/// Registers are zero when a packet comes in. A mark whose first value has a name may be read
/// without having been written, and then has that value; any other must be written first.
@SuppressWarnings("ImmutableEnumChecker") // a record and an unmodifiable list are immutable
public enum Mark {
  ENTRY(REG0, 0, 3, "Entry", "by which kind of port the packet came in", Entry.NAMES),
  EXIT(REG0, 4, 7, "Exit", "by which kind of port it will leave", Exit.NAMES),
  BOUNCE(REG0, 8, 8, "Bounce", "whether it leaves by the port it came from", "no", "yes"),
  SERVED(REG0, 9, 9, "Served", "whether a Service chose its destination", "no", "yes"),
  EXTERNAL(REG0, 10, 10, "External", "whether it came for a Service from outside", "no", "yes"),
  NODE_PORT(
      REG0, 11, 11, "NodePort", "whether it came for an address of the node itself", "no", "yes"),
  MASQUERADE(
      REG0, 12, 12, "Masquerade", "whether it leaves with the masquerade address", "no", "yes"),
  CONTESTED(
      REG0,
      13,
      13,
      "Contested",
      "whether a connection by a Service may have its source port already",
      "no",
      "yes"),
  ENDPOINT_PORT(REG0, 16, 31, "EndpointPort", "L4 port of the chosen endpoint", "none"),
  OUT_PORT(REG1, 0, 31, "OutPort", "ofport by which it leaves"),
  SOURCE_SET(REG2, 0, 31, "SourceSet", "egress policy set of the source Pod", "none"),
  DESTINATION_SET(REG3, 0, 31, "DestinationSet", "ingress policy set of the target Pod", "none"),
  PEER_LABELS(REG4, 0, 31, "PeerLabels", "label set of the peer to be judged", "unknown"),
  PEER_IDENTITY(REG5, 0, 31, "PeerIdentity", "identity of the peer to be judged", "unknown"),
  EGRESS_RULE(REG6, 0, 31, "EgressRule", "the egress rule that allowed it", "none"),
  INGRESS_RULE(REG7, 0, 31, "IngressRule", "the ingress rule that allowed it", "none"),
  PEER_IPV6(XXREG2, 0, 127, "PeerIpv6", "IPv6 address of the peer; reg8 to reg11", "none"),
  SERVICE_PORT(REG8, 0, 31, "ServicePort", "the Service port that keeps clients; scratch", "none"),
  PEER_IPV4(REG11, 0, 31, "PeerIpv4", "IPv4 address of the peer, and scratch for ARP", "none"),
  ENDPOINT_IPV6(XXREG3, 0, 127, "EndpointIpv6", "IPv6 endpoint chosen; reg12 to reg15", "none"),
  ENDPOINT_IPV4(REG15, 0, 31, "EndpointIpv4", "IPv4 endpoint chosen", "none"),

  CT_ALLOWED(CT_MARK, 0, 0, "Allowed", "whether both verdicts allowed the connection", "no", "yes"),
  CT_ENTRY(CT_MARK, 4, 7, "Entry", "Entry of the connection's first packet", Entry.NAMES),
  CT_SERVED(CT_MARK, 8, 8, "Served", "whether a Service chose the destination", "no", "yes"),
  CT_EXTERNAL(CT_MARK, 9, 9, "External", "whether it came for a Service from outside", "no", "yes"),
  CT_INGRESS_RULE(CT_LABEL, 0, 31, "IngressRule", "the ingress rule that allowed it", "none"),
  CT_EGRESS_RULE(CT_LABEL, 32, 63, "EgressRule", "the egress rule that allowed it", "none"),
  CT_SERVICE(CT_LABEL, 64, 95, "Service", "the Service that chose the destination", "none");

  /// Values of [#ENTRY] and [#CT_ENTRY].
  public static final class Entry {
    public static final long POD = 1;
    public static final long GATEWAY = 2;
    public static final long TUNNEL = 3;

    /// A port that holds the underlay itself. No flow uses it yet; the value is kept.
    public static final long UPLINK = 4;

    private static final String[] NAMES = {"", "Pod", "gateway", "tunnel", "uplink"};

    private Entry() {}
  }

  /// Values of [#EXIT].
  public static final class Exit {
    public static final long POD = 1;
    public static final long GATEWAY = 2;
    public static final long TUNNEL = 3;

    private static final String[] NAMES = {"", "Pod", "gateway", "tunnel"};

    private Exit() {}
  }

  private final BitRange bits;
  private final String title;
  private final String purpose;
  private final List<String> names;

  Mark(Field field, int low, int high, String title, String purpose, String... values) {
    this.bits = BitRange.of(field, low, high);
    this.title = title;
    this.purpose = purpose;
    this.names = List.of(values);
  }

  /// Which bits of which field.
  public BitRange bits() {
    return bits;
  }

  /// The name as dumps and traces show it. Marks of `ct_mark` and `ct_label` share names with the
  /// registers that they are made from.
  public String title() {
    return title;
  }

  /// One line: what the bits say.
  public String purpose() {
    return purpose;
  }

  /// Names of the values 0, 1, 2 …; the empty name for a value that is not used. A mark that holds
  /// a number has at most a name for 0.
  public List<String> names() {
    return names;
  }

  /// Whether 0 has a meaning, so that the mark may be read without having been written.
  public boolean zeroIsNamed() {
    return !names.isEmpty() && !names.getFirst().isEmpty();
  }

  /// Whether the mark belongs to the connection rather than to the packet.
  public boolean ofConnection() {
    return bits.field() == CT_MARK || bits.field() == CT_LABEL;
  }

  /// The action that sets the mark.
  public Action set(long value) {
    return Action.SetField.of(bits, value);
  }

  /// The action that copies this mark's bits to another of the same width.
  public Action copyTo(Mark other) {
    return new Action.CopyField(bits, other.bits);
  }

  /// The bits from this mark's lowest to the other's highest.
  ///
  /// @throws IllegalArgumentException if the other one is not the next above it
  public BitRange through(Mark above) {
    if (above.bits.field() != bits.field()
        || above.bits.offset() != bits.offset() + bits.length()) {
      throw new IllegalArgumentException("%s is not next above %s".formatted(above, this));
    }
    return new BitRange(bits.field(), bits.offset(), bits.length() + above.bits.length());
  }

  /// The match, narrowed to packets whose mark has this value.
  public Match is(long value, Match match) {
    return match.with(bits, value);
  }

  /// The match for packets whose mark has this value.
  public Match is(long value) {
    return is(value, Match.any());
  }
}
