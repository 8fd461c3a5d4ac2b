package io.weft.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpPrefix;
import io.weft.pipeline.policy.RulePart.Clauses;
import io.weft.policy.Direction;
import io.weft.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RulePartTest {

  private static final Peer PODS = new Peer.Pods(Optional.empty(), Optional.empty());
  private static final Peer BLOCK = new Peer.IpBlock(IpPrefix.parse("10.0.0.0/8"), List.of());
  private static final Port HTTP =
      new Port(Protocol.TCP, Optional.of(new PortReference.Named("http")), OptionalInt.empty());
  private static final Port EIGHTY =
      new Port(Protocol.TCP, Optional.of(new PortReference.Numbered(80)), OptionalInt.empty());

  private static List<RulePart> parts(Direction direction, Rule... rules) {
    NetworkPolicy policy =
        new NetworkPolicy(
            "x",
            "p",
            LabelSelector.EVERYTHING,
            direction == Direction.INGRESS,
            direction == Direction.EGRESS,
            direction == Direction.INGRESS ? List.of(rules) : List.of(),
            direction == Direction.EGRESS ? List.of(rules) : List.of(),
            List.of());
    return RulePart.of(Policy.of(policy), direction, _ -> List.of(8080, 80));
  }

  @Test
  void aRuleIsSetsTimesPeersTimesPorts() {
    RulePart part =
        parts(Direction.INGRESS, new Rule(0, List.of(PODS, BLOCK), List.of(EIGHTY))).getFirst();
    assertThat(part.clauses()).isEqualTo(new Clauses(2, 2, 3, 0, 3));
    assertThat(part.blocks()).containsExactly(IpPrefix.parse("10.0.0.0/8"));
  }

  @Test
  void whatTheRuleLeavesOpenIsNoDimension() {
    assertThat(parts(Direction.INGRESS, new Rule(0, List.of(), List.of(EIGHTY))))
        .extracting(RulePart::clauses)
        .containsExactly(new Clauses(0, 0, 2, 0, 2));
    assertThat(parts(Direction.EGRESS, new Rule(0, List.of(BLOCK), List.of())))
        .extracting(RulePart::clauses)
        .containsExactly(new Clauses(0, 2, 0, 0, 2));
  }

  @Test
  void aRuleThatAsksForNothingHasADimensionThatEveryPacketFulfils() {
    assertThat(parts(Direction.INGRESS, new Rule(0, List.of(), List.of())))
        .extracting(RulePart::clauses)
        .containsExactly(new Clauses(0, 0, 0, 2, 2));
  }

  @Test
  void everyNumberOfANamedPortIsAPart() {
    List<RulePart> parts =
        parts(Direction.INGRESS, new Rule(0, List.of(PODS), List.of(HTTP, EIGHTY)));
    assertThat(parts)
        .extracting(RulePart::place)
        .containsExactly(
            "x/p ingress[0]", "x/p ingress[0] tcp/http=80", "x/p ingress[0] tcp/http=8080");
  }

  @Test
  void withANamedPortOfThePeerABlockAndTheIdentityMustBeMetTogether() {
    List<RulePart> parts =
        parts(Direction.EGRESS, new Rule(0, List.of(PODS, BLOCK), List.of(HTTP)));
    assertThat(parts)
        .extracting(RulePart::clauses)
        .containsExactly(
            new Clauses(2, 3, 4, 0, 4),
            new Clauses(2, 0, 3, 0, 3),
            new Clauses(2, 3, 4, 0, 4),
            new Clauses(2, 0, 3, 0, 3));
  }

  @Test
  void equalRulesOfOnePolicyAreOneWhereverTheyStand() {
    Rule web = new Rule(0, List.of(PODS), List.of(EIGHTY));
    Rule again = new Rule(1, List.of(PODS), List.of(EIGHTY));
    assertThat(parts(Direction.INGRESS, web, again)).hasSize(1);
    assertThat(parts(Direction.INGRESS, web)).isEqualTo(parts(Direction.INGRESS, again));
  }
}
