package io.weft.lab.bench.services;

import io.weft.lab.bench.counters.ProcessorTime;
import io.weft.lab.node.LabNode;

/// The processor time of a node's programs: of the agent, JVM and all, and of ovs-vswitchd.
///
/// @param agent of the agent
/// @param ovs of ovs-vswitchd
record NodeTime(ProcessorTime agent, ProcessorTime ovs) {

  /// The time so far.
  static NodeTime of(LabNode node) {
    return new NodeTime(
        ProcessorTime.of(node.agent().pid()), ProcessorTime.of(node.ovs().switchPid()));
  }

  /// What was used since `before`.
  NodeTime since(NodeTime before) {
    return new NodeTime(agent.since(before.agent), ovs.since(before.ovs));
  }

  /// Seconds of both.
  double seconds() {
    return agent.seconds() + ovs.seconds();
  }
}
