package io.weft.pipeline.stage;

import io.weft.cluster.Protocol;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.policy.Clause;
import io.weft.pipeline.policy.NumberedPart;
import io.weft.pipeline.policy.RulePart.Clauses;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import io.weft.policy.Direction;
import io.weft.policy.PortRange;
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
    Match match = subject(direction).is(Integer.toUnsignedLong(set));
    to.drop(rules(direction), Priority.NORMAL, Purpose.ISOLATED, match);
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
        to.flow(rules(direction), Priority.rules(level), Purpose.RULE, match, actions));
  }

  /// A rule: what it does for packets that fulfil all of its dimensions, and those of its dimensions
  /// that are neither sets nor identities.
  public static void part(NumberedPart part, Set<IpFamily> families, Contribution.Builder to) {
    Direction direction = part.part().direction();
    to.flow(
        rules(direction),
        Priority.rules(part.level()),
        Purpose.RULE,
        Match.any().with(Field.CONJ_ID, part.id()),
        allow(direction, part.id()));
    Clauses clauses = part.part().clauses();
    for (IpFamily family : families) {
      for (IpPrefix block : part.part().blocks()) {
        if (block.family() == family) {
          clause(part, clauses.blocks(), block(direction, block), to);
        }
      }
      for (PortRange range : part.part().ports()) {
        for (PortRange.Masked masked : range.masked()) {
          clause(part, clauses.ports(), port(family, range.protocol(), masked), to);
        }
      }
      if (clauses.anything() != 0) {
        clause(part, clauses.anything(), Match.ip(family), to);
      }
    }
  }

  private static void clause(NumberedPart part, int number, Match match, Contribution.Builder to) {
    Clause clause = part.clause(number);
    to.clause(
        rules(part.part().direction()),
        Priority.rules(clause.level()),
        match,
        clause.conjunction());
  }

  private static Match block(Direction direction, IpPrefix block) {
    return Match.ip(block.family()).with(peer(direction, block.family()), block);
  }

  private static Match port(IpFamily family, Protocol protocol, PortRange.Masked masked) {
    return Match.ip(family)
        .with(Field.IP_PROTO, protocol.number())
        .masked(destinationPort(protocol), masked.value(), masked.mask());
  }

  private static Field destinationPort(Protocol protocol) {
    return switch (protocol) {
      case TCP -> Field.TCP_DST;
      case UDP -> Field.UDP_DST;
      case SCTP -> Field.SCTP_DST;
    };
  }

  private static Table rules(Direction direction) {
    return switch (direction) {
      case INGRESS -> Table.INGRESS_RULES;
      case EGRESS -> Table.EGRESS_RULES;
    };
  }

  private static List<Action> allow(Direction direction, long rule) {
    return switch (direction) {
      case INGRESS -> List.of(Mark.INGRESS_RULE.set(rule), Table.COMMIT.go());
      case EGRESS -> List.of(Mark.EGRESS_RULE.set(rule), Table.ROUTE.go());
    };
  }

  /// The mark that holds the policy set of the judged Pod.
  private static Mark subject(Direction direction) {
    return switch (direction) {
      case INGRESS -> Mark.DESTINATION_SET;
      case EGRESS -> Mark.SOURCE_SET;
    };
  }

  private static Field peer(Direction direction, IpFamily family) {
    return switch (direction) {
      case INGRESS -> Ip.source(family);
      case EGRESS -> Ip.destination(family);
    };
  }
}
