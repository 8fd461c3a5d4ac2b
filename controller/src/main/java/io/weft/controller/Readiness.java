package io.weft.controller;

import io.weft.controller.configuration.Settings;
import io.weft.ovsdb.client.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node waits for.
///
/// @param agent the agent
record Readiness(NodeAgent agent) {

  /// One sentence each, with the remedy; empty when the node is ready.
  List<String> missing() {
    List<String> reasons = new ArrayList<>();
    if (!(agent.vswitch.connection().state() instanceof ConnectionState.InSync)) {
      reasons.add(
          "OVSDB at %s is out of reach; does ovsdb-server run?"
              .formatted(agent.configuration.value(Settings.OVS_RUN_DIRECTORY).resolve("db.sock")));
    }
    if (!agent.feed.isSynced()) {
      reasons.add("the cluster's state is not complete yet; can the source be reached?");
    }
    if (agent.objects.node(agent.nodeName).isEmpty()) {
      reasons.add(
          "there is no Node %s; create it or set nodeName to the name it has"
              .formatted(agent.nodeName));
    }
    agent.setup.problem().ifPresent(reasons::add);
    if (agent.objects.node(agent.nodeName).filter(node -> node.podCidrs().isEmpty()).isPresent()) {
      Optional.ofNullable(agent.objects.conflicts().get(agent.nodeName)).ifPresent(reasons::add);
    }
    bridge(reasons);
    agent.host.problem().ifPresent(reasons::add);
    agent.services.problem().ifPresent(reasons::add);
    if (reasons.isEmpty() && !agent.host.isApplied()) {
      reasons.add("the host's network is being set up");
    }
    return reasons;
  }

  private void bridge(List<String> reasons) {
    if (agent.setup.made().isEmpty()) {
      if (reasons.isEmpty()) {
        reasons.add("the switch is being set up");
      }
    } else if (!agent.flows.isConnected()) {
      reasons.add(
          "bridge %s is out of reach; does ovs-vswitchd run?"
              .formatted(agent.configuration.value(Settings.BRIDGE)));
    } else if (!agent.flows.programmed()) {
      reasons.add("the flows are not confirmed yet");
    }
  }
}
