package io.weft.lab.bench.services;

import io.weft.lab.bench.counters.ProcessorTime;
import io.weft.lab.node.LabNode;
import io.weft.lab.wait.Waiting;
import java.time.Duration;

/// The processor time of a node's programs: of the agent, JVM and all, and of ovs-vswitchd.
///
/// @param agent of the agent
/// @param ovs of ovs-vswitchd
record NodeTime(ProcessorTime agent, ProcessorTime ovs) {

  private static final Duration REST = Duration.ofMillis(500);

  /// The time so far.
  static NodeTime of(LabNode node) {
    return new NodeTime(
        ProcessorTime.of(node.agent().pid()), ProcessorTime.of(node.ovs().switchPid()));
  }

  /// Returns when the agent has done what it does at its start: when it has used less than a hundredth
  /// of a processor for half a second.
  ///
  /// @throws IllegalStateException after `limit`
  static void awaitRest(LabNode node, Duration limit) {
    long pid = node.agent().pid();
    long[] since = {System.nanoTime()};
    double[] used = {ProcessorTime.of(pid).seconds()};
    Waiting.until(
        "the agent at rest",
        limit,
        () -> {
          long now = System.nanoTime();
          double seconds = ProcessorTime.of(pid).seconds();
          if (seconds - used[0] > REST.toMillis() / 1000.0 / 100) {
            used[0] = seconds;
            since[0] = now;
          }
          return now - since[0] > REST.toNanos();
        });
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
