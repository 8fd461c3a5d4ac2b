package io.weft.pipeline.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.PortReference;
import io.weft.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// As much of a policy's rule as one conjunction says.
///
/// Mostly a whole rule. The numbers that a named port has each make a part of their own, for a
/// port's number must go with the Pod that gives it: for ingress by its policy set, for egress by its
/// identity. Where an egress rule with a named port has address blocks too, these make parts of
/// their own, for they must be met together with the identity.
///
/// Two parts are equal if their texts are, and the text is made from the rule's content: equal rules
/// of one policy are one, and a changed rule is another.
public final class RulePart implements Comparable<RulePart> {

  private final ObjectKey policy;
  private final Direction direction;
  private final Rule rule;
  private final Optional<NamedPort> named;
  private final Peers peers;
  private final List<PeerSelector> selectors;
  private final Clauses clauses;
  private final String text;

  /// Which of the rule's peers the part is about.
  private enum Peers {
    ALL,
    SELECTED,
    BLOCKS
  }

  /// Which dimension of the conjunction stands for what; 0 for none. Policy sets are the first.
  ///
  /// @param identities identities of peers
  /// @param blocks address blocks of peers; the same as `identities` where either is enough
  /// @param ports protocols and ports
  /// @param anything what every packet fulfils, where the rule asks for nothing
  /// @param count how many dimensions there are
  public record Clauses(int identities, int blocks, int ports, int anything, int count) {
    /// The dimension of the policy sets.
    public static final int SETS = 1;
  }

  private RulePart(
      NetworkPolicy policy,
      Direction direction,
      Rule rule,
      Optional<NamedPort> named,
      Peers peers) {
    this.policy = policy.key();
    this.direction = direction;
    this.rule = rule;
    this.named = named;
    this.peers = peers;
    this.selectors =
        peers == Peers.BLOCKS
            ? List.of()
            : rule.peers().stream()
                .flatMap(peer -> selector(policy, peer))
                .distinct()
                .sorted()
                .toList();
    this.clauses = dimensions();
    this.text =
        "%s/%s %s from %s ports %s%s%s"
            .formatted(
                Words.word(policy.namespace()),
                Words.word(policy.name()),
                direction,
                rule.peers().isEmpty() ? "anybody" : peersText(),
                ports(rule),
                named.map(port -> " as " + port).orElse(""),
                peers == Peers.ALL ? "" : " " + peers);
  }

  private static Stream<PeerSelector> selector(NetworkPolicy policy, Peer peer) {
    return switch (peer) {
      case Peer.Pods pods -> Stream.of(PeerSelector.of(policy.namespace(), pods));
      case Peer.IpBlock _ -> Stream.of();
    };
  }

  private static Stream<Peer.IpBlock> block(Peer peer) {
    return switch (peer) {
      case Peer.IpBlock block -> Stream.of(block);
      case Peer.Pods _ -> Stream.of();
    };
  }

  private String peersText() {
    return Stream.concat(
            rule.peers().stream().flatMap(RulePart::block).map(b -> b.cidr() + "-" + b.except()),
            selectors.stream().map(PeerSelector::toString))
        .collect(Collectors.joining(" | "));
  }

  private static String ports(Rule rule) {
    return rule.ports().stream()
        .map(port ->
            port.protocol()
                + "/"
                + port.port().map(PortReference::toString).orElse("*")
                + (port.endPort().isPresent() ? "-" + port.endPort().getAsInt() : ""))
        .collect(Collectors.joining(","));
  }

  private Clauses dimensions() {
    boolean byIdentity = offers().isPresent() || !selectors.isEmpty();
    boolean byBlock = peers != Peers.SELECTED && rule.peers().stream().anyMatch(this::isBlock);
    boolean byPort = !rule.ports().isEmpty();
    int next = Clauses.SETS;
    int identities = byIdentity ? ++next : 0;
    int blocks = 0;
    if (byBlock) {
      blocks = byIdentity && offers().isEmpty() ? identities : ++next;
    }
    int ports = byPort ? ++next : 0;
    int anything = next == Clauses.SETS ? ++next : 0;
    return new Clauses(identities, blocks, ports, anything, next);
  }

  private boolean isBlock(Peer peer) {
    return block(peer).findAny().isPresent();
  }

  /// The parts of a policy's rules of one direction, equal ones once, in the order of the rules.
  ///
  /// @param numbers what numbers there are for a port's name: for ingress those of the Pods that the
  ///     policy selects here, for egress those of all peers
  static List<RulePart> of(
      NetworkPolicy policy,
      Direction direction,
      Function<PortName, ? extends Collection<Integer>> numbers) {
    return direction.rulesOf(policy).stream()
        .flatMap(rule -> of(policy, direction, rule, numbers))
        .distinct()
        .toList();
  }

  private static Stream<RulePart> of(
      NetworkPolicy policy,
      Direction direction,
      Rule rule,
      Function<PortName, ? extends Collection<Integer>> numbers) {
    boolean byNumber =
        rule.ports().isEmpty()
            || rule.ports().stream().anyMatch(port -> PortName.of(port).isEmpty());
    Stream<RulePart> whole =
        byNumber
            ? Stream.of(new RulePart(policy, direction, rule, Optional.empty(), Peers.ALL))
            : Stream.of();
    Stream<RulePart> byName =
        new TreeSet<>(rule.ports().stream().flatMap(p -> PortName.of(p).stream()).toList())
            .stream()
                .flatMap(name ->
                    new TreeSet<>(numbers.apply(name))
                        .stream().map(number -> new NamedPort(name, number)))
                .flatMap(port -> named(policy, direction, rule, port));
    return Stream.concat(whole, byName);
  }

  private static Stream<RulePart> named(
      NetworkPolicy policy, Direction direction, Rule rule, NamedPort port) {
    boolean blocks = rule.peers().stream().anyMatch(Peer.IpBlock.class::isInstance);
    if (direction == Direction.INGRESS || !blocks) {
      return Stream.of(new RulePart(policy, direction, rule, Optional.of(port), Peers.ALL));
    }
    boolean pods = rule.peers().stream().anyMatch(Peer.Pods.class::isInstance);
    return Stream.of(Peers.BLOCKS, Peers.SELECTED)
        .filter(peers -> peers == Peers.BLOCKS || pods)
        .map(peers -> new RulePart(policy, direction, rule, Optional.of(port), peers));
  }

  /// The policy that the rule belongs to.
  public ObjectKey policy() {
    return policy;
  }

  public Direction direction() {
    return direction;
  }

  /// The rule's position in the policy's list, from 0; of equal rules the first.
  public int index() {
    return rule.index();
  }

  /// The port name and number that this part is about; empty for the ports given by number.
  public Optional<NamedPort> named() {
    return named;
  }

  public Clauses clauses() {
    return clauses;
  }

  List<PeerSelector> selectors() {
    return selectors;
  }

  /// The named port that a peer must offer; empty if peers need not offer any.
  Optional<NamedPort> offers() {
    return direction == Direction.EGRESS ? named : Optional.empty();
  }

  /// The blocks of addresses, exceptions taken out; none if the part has no such dimension.
  public List<IpPrefix> blocks() {
    if (clauses.blocks() == 0) {
      return List.of();
    }
    return rule.peers().stream()
        .flatMap(RulePart::block)
        .flatMap(block -> AddressBlocks.without(block.cidr(), block.except()).stream())
        .distinct()
        .toList();
  }

  /// The ports; none if the part has no such dimension.
  public List<PortRange> ports() {
    if (named.isPresent()) {
      return List.of(PortRange.one(named.get().name().protocol(), named.get().number()));
    }
    return rule.ports().stream().flatMap(RulePart::ranges).distinct().toList();
  }

  private static Stream<PortRange> ranges(NetworkPolicy.Port port) {
    if (port.port().isEmpty()) {
      return Stream.of(PortRange.every(port.protocol()));
    }
    return switch (port.port().get()) {
      case PortReference.Numbered(int first) ->
          PortRange.between(port.protocol(), first, port.endPort().orElse(first)).stream();
      case PortReference.Named _ -> Stream.of();
    };
  }

  @Override
  public int compareTo(RulePart other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RulePart part && text.equals(part.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// All that the part says: `x/web ingress from pods app=a of namespace x ports TCP/80`.
  @Override
  public String toString() {
    return text;
  }

  /// Where the part stands: `x/web ingress[0]`, or `x/web egress[1] TCP/http=8080`.
  public String place() {
    return "%s %s[%d]%s"
        .formatted(policy.path(), direction, index(), named.map(p -> " " + p).orElse(""));
  }
}
