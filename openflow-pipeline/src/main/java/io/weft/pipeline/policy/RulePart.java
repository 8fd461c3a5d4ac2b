package io.weft.pipeline.policy;

import io.weft.cluster.ObjectKey;
import io.weft.net.IpPrefix;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.Peers;
import io.weft.policy.PodSelector;
import io.weft.policy.Policy;
import io.weft.policy.PolicyRule;
import io.weft.policy.PortRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

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

  private final PolicyRule rule;
  private final Optional<OfferedPort> named;
  private final Aspect aspect;
  private final Clauses clauses;
  private final String text;

  /// Which of the rule's peers the part is about.
  private enum Aspect {
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

    private static final List<Clauses> ALL = all(); // there are few, for many parts

    private static List<Clauses> all() {
      List<Clauses> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(numbered((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0));
      }
      return List.copyOf(all);
    }

    /// @param together whether an identity or a block is enough
    static Clauses of(boolean identity, boolean block, boolean together, boolean port) {
      return ALL.get((identity ? 1 : 0) + (block ? 2 : 0) + (together ? 4 : 0) + (port ? 8 : 0));
    }

    private static Clauses numbered(
        boolean identity, boolean block, boolean together, boolean port) {
      int next = SETS;
      int identities = identity ? ++next : 0;
      int blocks = !block ? 0 : together ? identities : ++next;
      int ports = port ? ++next : 0;
      int anything = next == SETS ? ++next : 0;
      return new Clauses(identities, blocks, ports, anything, next);
    }
  }

  private RulePart(PolicyRule rule, String words, Optional<OfferedPort> named, Aspect aspect) {
    this.rule = rule;
    this.named = named;
    this.aspect = aspect;
    this.clauses = dimensions();
    String number = named.isEmpty() ? "" : " as " + named.get();
    this.text = words + number + (aspect == Aspect.ALL ? "" : " " + aspect);
  }

  private static String words(PolicyRule rule) {
    Peers peers = rule.peers();
    return rule.id().policy().path()
        + " "
        + rule.id().direction()
        + " "
        + peers.selectors()
        + (peers.everyone() ? "everyone" : peers.blocks())
        + " on "
        + rule.ports();
  }

  private Clauses dimensions() {
    boolean byIdentity = offers().isPresent() || !selectors().isEmpty();
    boolean byBlock = aspect != Aspect.SELECTED && !rule.peers().blocks().isEmpty();
    boolean together = byIdentity && byBlock && offers().isEmpty();
    return Clauses.of(byIdentity, byBlock, together, !rule.ports().unrestricted());
  }

  /// The parts of a policy's rules of one direction, equal ones once, in the order of the rules.
  ///
  /// @param numbers what numbers there are for a port's name: for ingress those of the Pods that the
  ///     policy selects here, for egress those of all peers
  static List<RulePart> of(
      Policy policy,
      Direction direction,
      Function<NamedPort, ? extends Collection<Integer>> numbers) {
    Set<RulePart> parts = new LinkedHashSet<>();
    for (PolicyRule rule : policy.rules(direction)) {
      String words = words(rule);
      if (rule.ports().unrestricted() || !rule.ports().ranges().isEmpty()) {
        parts.add(new RulePart(rule, words, Optional.empty(), Aspect.ALL));
      }
      for (NamedPort name : rule.ports().names()) {
        for (int number : new TreeSet<>(numbers.apply(name))) {
          for (Aspect aspect : aspects(rule)) {
            Optional<OfferedPort> port = Optional.of(new OfferedPort(name, number));
            parts.add(new RulePart(rule, words, port, aspect));
          }
        }
      }
    }
    return List.copyOf(parts);
  }

  private static List<Aspect> aspects(PolicyRule rule) {
    if (rule.id().direction() == Direction.INGRESS || rule.peers().blocks().isEmpty()) {
      return List.of(Aspect.ALL);
    }
    return rule.peers().selectors().isEmpty()
        ? List.of(Aspect.BLOCKS)
        : List.of(Aspect.BLOCKS, Aspect.SELECTED);
  }

  /// The policy that the rule belongs to.
  public ObjectKey policy() {
    return rule.id().policy();
  }

  public Direction direction() {
    return rule.id().direction();
  }

  /// The rule's position in the policy's list, from 0; of equal rules the first.
  public int index() {
    return rule.id().index();
  }

  /// The port name and number that this part is about; empty for the ports given by number.
  public Optional<OfferedPort> named() {
    return named;
  }

  public Clauses clauses() {
    return clauses;
  }

  Set<PodSelector> selectors() {
    return aspect == Aspect.BLOCKS ? Set.of() : rule.peers().selectors();
  }

  /// The named port that a peer must offer; empty if peers need not offer any.
  Optional<OfferedPort> offers() {
    return direction() == Direction.EGRESS ? named : Optional.empty();
  }

  /// The blocks of addresses, exceptions taken out; none if the part has no such dimension.
  public List<IpPrefix> blocks() {
    if (clauses.blocks() == 0) {
      return List.of();
    }
    return rule.peers().blocks().stream()
        .flatMap(block -> AddressBlocks.of(block).stream())
        .distinct()
        .toList();
  }

  /// The ports, disjoint; none if the part has no such dimension.
  public List<PortRange> ports() {
    if (named.isPresent()) {
      OfferedPort port = named.get();
      return List.of(PortRange.single(port.name().protocol(), port.number()));
    }
    return rule.ports().ranges().isEmpty() ? List.of() : List.copyOf(rule.ports().ranges());
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

  /// All that the part says: `x/web ingress [x/app=a][] on [tcp/80]`.
  @Override
  public String toString() {
    return text;
  }

  /// Where the part stands: `x/web ingress[0]`, or `x/web egress[1] tcp/http=8080`.
  public String place() {
    return "%s %s[%d]%s"
        .formatted(policy().path(), direction(), index(), named.map(p -> " " + p).orElse(""));
  }
}
