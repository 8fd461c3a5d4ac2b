package io.weft.policy;

/// A rule: traffic with one of the peers on one of the ports is allowed.
///
/// Named ports are those of the receiving Pod: for ingress the Pod that the policy selects, for
/// egress the Pod that is talked to, whether it is a peer by selector, by block or as one of
/// everyone. Addresses that are no Pod's have no named ports.
public record PolicyRule(RuleId id, Peers peers, RulePorts ports) {}
