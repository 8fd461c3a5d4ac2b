package io.weft.controller;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weft.controller.attachments.AttachedPod;
import io.weft.controller.configuration.Settings;
import io.weft.controller.connections.SweepStatus;
import io.weft.controller.flows.FlowAudit;
import io.weft.controller.node.NodeSwitch;
import io.weft.openflow.text.ChangeText;
import io.weft.ovsdb.client.ConnectionState;
import io.weft.ovsdb.openvswitch.OpenVSwitch;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.policy.PolicyStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The state of the agent as the API shows it.
final class AgentStatus {

  private final NodeAgent agent;

  AgentStatus(NodeAgent agent) {
    this.agent = agent;
  }

  /// Everything at a glance.
  JsonObject status() {
    List<String> unready = agent.unready();
    JsonObject json =
        new JsonObject()
            .put("node", agent.nodeName)
            .put("ready", unready.isEmpty())
            .put("waitingFor", new JsonArray(unready))
            .put("revision", agent.revisions.confirmed())
            .put("objects", agent.objects.size())
            .put("pods", agent.pods.pods().size())
            .put(
                "brokenObjects",
                new JsonArray(
                    Stream.concat(
                            agent.feed.broken().stream().map(Object::toString),
                            agent.desired.leftOut().entrySet().stream()
                                .map(e -> e.getKey() + ": left out of the flows: " + e.getValue()))
                        .toList()))
            .put("configuration", new JsonObject(new HashMap<>(agent.configuration.given())))
            .put("switch", openVSwitch())
            .put("flows", flowLoop())
            .put("existingConnections", sweeps());
    List<String> warnings = warnings();
    if (!warnings.isEmpty()) {
      json.put("warnings", new JsonArray(warnings));
    }
    if (!agent.enforcement.gate.closed().isEmpty()) {
      json.put(
          "podsWithoutObject",
          new JsonArray(
              agent.enforcement.gate.closed().stream().map(pod -> pod.key().path()).toList()));
    }
    agent.desired.compiler().ifPresent(compiler -> json.put("policies", policies(compiler)));
    agent.setup.made().ifPresent(made -> json.put("datapath", datapath(made)));
    return json;
  }

  /// What does not keep the agent from its work and yet wants somebody's hand.
  private List<String> warnings() {
    return Stream.of(
            agent.objects.conflicts().values().stream(),
            agent.host.warnings().stream(),
            agent.desired.compiler().stream().flatMap(compiler -> compiler.conflicts().stream()))
        .flatMap(warnings -> warnings)
        .toList();
  }

  private JsonObject sweeps() {
    SweepStatus sweeps = agent.enforcement.sweep.status();
    return new JsonObject()
        .put(
            "mode",
            agent
                .configuration
                .value(Settings.EXISTING_CONNECTIONS)
                .name()
                .toLowerCase(Locale.ROOT))
        .put("sweeps", sweeps.sweeps())
        .put("judged", sweeps.judged())
        .put("ended", sweeps.ended())
        .put("failures", sweeps.failures());
  }

  private static JsonObject policies(PipelineCompiler compiler) {
    List<PolicyStatus> statuses = compiler.policies().statuses();
    JsonArray faults = new JsonArray();
    statuses.forEach(status ->
        status.faults().forEach(fault -> faults.add(status.policy().path() + ": " + fault)));
    return new JsonObject()
        .put("known", statuses.size())
        .put("inForce", statuses.stream().filter(PolicyStatus::inForce).count())
        .put("faults", faults);
  }

  private JsonObject openVSwitch() {
    JsonObject json =
        new JsonObject().put("database", database(agent.vswitch.connection().state()));
    agent
        .vswitch
        .now()
        .root()
        .flatMap(OpenVSwitch::version)
        .ifPresent(version -> json.put("version", version));
    return json.put("bridgeConnected", agent.flows.isConnected());
  }

  private static String database(ConnectionState state) {
    return switch (state) {
      case ConnectionState.Connecting() -> "connecting";
      case ConnectionState.InSync(_) -> "in sync";
      case ConnectionState.Waiting(Duration pause, String cause) ->
          "out of reach, trying again in %d ms: %s".formatted(pause.toMillis(), cause);
      case ConnectionState.Closed() -> "closed";
    };
  }

  private static JsonObject datapath(NodeSwitch made) {
    return new JsonObject()
        .put("type", made.datapath().type())
        .put("version", made.version().toString())
        .put("reason", made.datapath().reason())
        .put("underlay", made.underlay().device())
        .put("local", made.underlay().local().toString())
        .put("mtu", made.mtu());
  }

  private JsonObject flowLoop() {
    var status = agent.flows.status();
    FlowAudit audit = status.audit();
    JsonObject json =
        new JsonObject()
            .put("settled", agent.flows.settled())
            .put("readBacks", status.readBacks())
            .put("repairs", status.repairs())
            .put("changesConfirmed", status.changes())
            .put("flowsInBridge", status.flowsRead())
            .put(
                "lastAudit",
                new JsonObject()
                    .put("missing", audit.missing())
                    .put("altered", audit.altered())
                    .put("foreign", audit.foreign())
                    .put("examples", new JsonArray(audit.exampleTexts(agent.names.get()))))
            .put(
                "refused",
                new JsonArray(
                    agent.flows.refused().entrySet().stream()
                        .map(e ->
                            e.getValue().name()
                                + ": "
                                + ChangeText.print(e.getKey(), agent.names.get()))
                        .toList()));
    agent
        .bridge
        .connection()
        .map(bridge -> bridge.counts())
        .ifPresent(counts ->
            json.put(
                "messages",
                new JsonObject()
                    .put("flowMods", counts.flowMods())
                    .put("groupMods", counts.groupMods())
                    .put("meterMods", counts.meterMods())
                    .put("packetIns", counts.packetIns())
                    .put("errors", counts.errors())));
    return json;
  }

  /// The attached Pods.
  JsonArray pods() {
    JsonArray json = new JsonArray();
    agent.pods.pods().stream()
        .sorted(java.util.Comparator.comparing(AttachedPod::key))
        .forEach(pod -> json.add(pod(pod)));
    return json;
  }

  private static JsonObject pod(AttachedPod pod) {
    return new JsonObject()
        .put("pod", pod.key().path())
        .put("container", pod.attachment().key().containerId())
        .put("interface", pod.attachment().key().ifName())
        .put("port", pod.attachment().hostInterface())
        .put("ofport", pod.ofport())
        .put("mac", pod.attachment().mac().toString())
        .put(
            "addresses",
            new JsonArray(pod.attachment().addresses().stream().map(Object::toString).toList()));
  }

  /// The compiled program as text, each part of it with its owner.
  String flows() {
    return agent
        .desired
        .compiler()
        .map(compiler -> new FlowListing(compiler, agent.names.get()).text())
        .orElseGet(
            () -> "# no flows are compiled yet: " + String.join("; ", agent.unready()) + "\n");
  }
}
