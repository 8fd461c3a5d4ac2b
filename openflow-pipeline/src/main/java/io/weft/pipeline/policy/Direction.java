package io.weft.pipeline.policy;

import static io.weft.openflow.match.Field.IPV4_DST;
import static io.weft.openflow.match.Field.IPV4_SRC;
import static io.weft.openflow.match.Field.IPV6_DST;
import static io.weft.openflow.match.Field.IPV6_SRC;

import io.weft.cluster.NetworkPolicy;
import io.weft.net.IpFamily;
import io.weft.openflow.match.Field;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Table;
import java.util.List;

/// Which traffic of a Pod a rule is about, and where the pipeline judges it.
public enum Direction {
  /// What the Pod gets; the peer is the source.
  INGRESS("ingress", Table.INGRESS_RULES, Table.COMMIT, Mark.DESTINATION_SET, Mark.INGRESS_RULE),
  /// What the Pod sends; the peer is the destination.
  EGRESS("egress", Table.EGRESS_RULES, Table.ROUTE, Mark.SOURCE_SET, Mark.EGRESS_RULE);

  private final String text;
  private final Table rules;
  private final Table next;
  private final Mark set;
  private final Mark rule;

  Direction(String text, Table rules, Table next, Mark set, Mark rule) {
    this.text = text;
    this.rules = rules;
    this.next = next;
    this.set = set;
    this.rule = rule;
  }

  /// The table of the rules.
  public Table rules() {
    return rules;
  }

  /// Where a packet goes that a rule allows.
  public Table next() {
    return next;
  }

  /// The mark that holds the policy set.
  public Mark set() {
    return set;
  }

  /// The mark that holds the rule that allowed it.
  public Mark rule() {
    return rule;
  }

  /// The field that holds the peer's address.
  public Field peer(IpFamily family) {
    return switch (this) {
      case INGRESS -> family == IpFamily.IPV4 ? IPV4_SRC : IPV6_SRC;
      case EGRESS -> family == IpFamily.IPV4 ? IPV4_DST : IPV6_DST;
    };
  }

  /// Whether the policy isolates the Pods that it selects in this direction.
  boolean isolatedBy(NetworkPolicy policy) {
    return switch (this) {
      case INGRESS -> policy.isolatesIngress();
      case EGRESS -> policy.isolatesEgress();
    };
  }

  /// The policy's rules of this direction.
  List<NetworkPolicy.Rule> rulesOf(NetworkPolicy policy) {
    return switch (this) {
      case INGRESS -> policy.ingress();
      case EGRESS -> policy.egress();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
