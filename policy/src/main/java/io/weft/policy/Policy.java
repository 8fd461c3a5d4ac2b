package io.weft.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// A policy in normal form. A Pod that any policy isolates in a direction may talk there only as one
/// of the rules of these policies allows; other Pods may talk to everybody.
///
/// @param key the object it comes from
/// @param subjects the Pods that it selects; those on the host's network are never meant
/// @param isolatesIngress whether it isolates them from incoming traffic
/// @param isolatesEgress whether it isolates them from outgoing traffic
/// @param ingress rules for incoming traffic; empty unless `isolatesIngress`
/// @param egress rules for outgoing traffic; empty unless `isolatesEgress`
public record Policy(
    ObjectKey key,
    PodSelector subjects,
    boolean isolatesIngress,
    boolean isolatesEgress,
    List<PolicyRule> ingress,
    List<PolicyRule> egress) {

  public Policy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  public static Policy of(NetworkPolicy policy) {
    return new Policy(
        policy.key(),
        subjects(policy),
        policy.isolatesIngress(),
        policy.isolatesEgress(),
        policy.isolatesIngress() ? rules(policy, Direction.INGRESS, policy.ingress()) : List.of(),
        policy.isolatesEgress() ? rules(policy, Direction.EGRESS, policy.egress()) : List.of());
  }

  /// The Pods that the policy selects.
  public static PodSelector subjects(NetworkPolicy policy) {
    return PodSelector.within(policy.namespace(), policy.podSelector());
  }

  private static List<PolicyRule> rules(
      NetworkPolicy policy, Direction direction, List<NetworkPolicy.Rule> rules) {
    ObjectKey key = policy.key();
    List<PolicyRule> normal = new ArrayList<>(rules.size());
    for (NetworkPolicy.Rule rule : rules) {
      normal.add(
          new PolicyRule(
              new RuleId(key, direction, rule.index()),
              Peers.of(policy.namespace(), rule.peers()),
              RulePorts.of(rule.ports())));
    }
    return normal;
  }

  public boolean isolates(Direction direction) {
    return switch (direction) {
      case INGRESS -> isolatesIngress;
      case EGRESS -> isolatesEgress;
    };
  }

  public List<PolicyRule> rules(Direction direction) {
    return switch (direction) {
      case INGRESS -> ingress;
      case EGRESS -> egress;
    };
  }

  /// The port names that rules of the direction refer to.
  public NavigableSet<NamedPort> names(Direction direction) {
    NavigableSet<NamedPort> names = new TreeSet<>();
    rules(direction).forEach(rule -> names.addAll(rule.ports().names()));
    return names;
  }

  /// The selectors that rules of both directions refer to.
  public NavigableSet<PodSelector> peerSelectors() {
    NavigableSet<PodSelector> selectors = new TreeSet<>();
    for (Direction direction : Direction.values()) {
      rules(direction).forEach(rule -> selectors.addAll(rule.peers().selectors()));
    }
    return selectors;
  }
}
