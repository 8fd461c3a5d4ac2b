package io.weft.pipeline.stage;

import io.weft.cluster.Protocol;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.policy.Clause;
import io.weft.pipeline.policy.Direction;
import io.weft.pipeline.policy.NumberedPart;
import io.weft.pipeline.policy.PortRange;
import io.weft.pipeline.policy.RulePart.Clauses;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Tables EgressRules and IngressRules: what the policies of a set allow, and that the rest is shut.
///
/// A rule is a conjunction: the judged Pod's policy set, the peer's identity or address, protocol and
/// port. Sets and identities bring their own flows, which say of which rules they fulfil a dimension;
/// blocks and ports are shared between the rules that have them.
public final class PolicyRules {

  private PolicyRules() {}

  /// Pods with this set are isolated, and have these dimensions of rules.
  public static void set(
      Direction direction, int set, Collection<Clause> clauses, Contribution.Builder to) {
    Match match = direction.set().is(Integer.toUnsignedLong(set));
    to.drop(direction.rules(), Priority.NORMAL, Purpose.ISOLATED, match);
    clauses(direction, match, clauses, to);
  }

  /// Peers with this identity fulfil these dimensions of rules.
  public static void identity(
      Direction direction, int identity, Collection<Clause> clauses, Contribution.Builder to) {
    clauses(direction, Mark.PEER_IDENTITY.is(Integer.toUnsignedLong(identity)), clauses, to);
  }

  private static void clauses(
      Direction direction, Match match, Collection<Clause> clauses, Contribution.Builder to) {
    Map<Integer, List<Action>> byLevel = new TreeMap<>();
    for (Clause clause : clauses) {
      byLevel.computeIfAbsent(clause.level(), _ -> new ArrayList<>()).add(clause.conjunction());
    }
    byLevel.forEach((level, actions) ->
        to.flow(direction.rules(), Priority.rules(level), Purpose.RULE, match, actions));
  }

  /// A rule: what it does for packets that fulfil all of its dimensions, and those of its dimensions
  /// that are neither sets nor identities.
  public static void part(NumberedPart part, Set<IpFamily> families, Contribution.Builder to) {
    Direction direction = part.part().direction();
    to.flow(
        direction.rules(),
        Priority.rules(part.level()),
        Purpose.RULE,
        Match.any().with(Field.CONJ_ID, part.id()),
        List.of(direction.rule().set(part.id()), direction.next().go()));
    Clauses clauses = part.part().clauses();
    for (IpFamily family : families) {
      for (IpPrefix block : part.part().blocks()) {
        if (block.family() == family) {
          clause(part, clauses.blocks(), block(direction, block), to);
        }
      }
      for (PortRange range : part.part().ports()) {
        clause(part, clauses.ports(), ports(family, range), to);
      }
      if (clauses.anything() != 0) {
        clause(part, clauses.anything(), Match.ip(family), to);
      }
    }
  }

  private static void clause(NumberedPart part, int number, Match match, Contribution.Builder to) {
    Clause clause = part.clause(number);
    to.clause(
        part.part().direction().rules(),
        Priority.rules(clause.level()),
        match,
        clause.conjunction());
  }

  private static Match block(Direction direction, IpPrefix block) {
    return Match.ip(block.family()).with(direction.peer(block.family()), block);
  }

  private static Match ports(IpFamily family, PortRange range) {
    Field port = destinationPort(range.protocol());
    return Match.ip(family)
        .with(Field.IP_PROTO, range.protocol().number())
        .masked(port, range.port(), range.mask());
  }

  private static Field destinationPort(Protocol protocol) {
    return switch (protocol) {
      case TCP -> Field.TCP_DST;
      case UDP -> Field.UDP_DST;
      case SCTP -> Field.SCTP_DST;
    };
  }
}
