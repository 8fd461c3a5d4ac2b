package io.weft.controller;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.Pod;
import io.weft.cni.wiring.Attachment;
import io.weft.controller.attachments.AttachedPod;
import io.weft.controller.attachments.PodGate;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.configuration.Settings.ExistingConnections;
import io.weft.controller.connections.ConnectionSweep;
import io.weft.controller.flows.DesiredFlows;
import io.weft.controller.flows.FlowLoop;
import io.weft.controller.flows.Urgency;
import io.weft.controller.policies.PoliciesInForce;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.CtFlush;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.connection.Recheck;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Everything that is told to the compiler goes through here, so that with the flows follow the Pods
/// that may have any, the record of what is in force, and the connections that go on. Used on the
/// agent's event loop.
final class Enforcement {

  final PodGate gate;
  final PoliciesInForce policies;
  final ConnectionSweep sweep;

  private final ClusterObjects objects;
  private final DesiredFlows desired;
  private final boolean recheck;
  private @Nullable NodeFacts facts;

  /// The switch, as far as this needs it.
  ///
  /// @param control ovs-vswitchd's control socket
  /// @param bridge the connection, once there is one
  /// @param datapath the datapath's type, once it is known
  record Switch(
      ControlSocket control,
      Supplier<Optional<OpenFlowConnection>> bridge,
      Supplier<Optional<String>> datapath) {}

  Enforcement(
      Vertx vertx,
      AgentConfiguration configuration,
      ClusterObjects objects,
      DesiredFlows desired,
      FlowLoop flows,
      Switch to) {
    this.objects = objects;
    this.desired = desired;
    this.recheck =
        configuration.value(Settings.EXISTING_CONNECTIONS) == ExistingConnections.RECHECK;
    this.gate = new PodGate(vertx, objects, configuration.value(Settings.POLICY_WAIT));
    this.policies = new PoliciesInForce(InstantSource.system(), flows::inForce);
    this.sweep =
        new ConnectionSweep(
            vertx,
            to.control(),
            new ConnectionSweep.Bridge(
                flows::inForce,
                () -> to.datapath().get().map("%1$s@ovs-%1$s"::formatted),
                this::judge,
                messages -> flush(to.bridge().get(), messages)));
  }

  private static Future<Void> flush(Optional<OpenFlowConnection> bridge, List<CtFlush> messages) {
    return bridge
        .map(open -> open.ctFlush(messages))
        .orElseGet(() -> Future.failedFuture("the bridge is not connected yet"));
  }

  /// The node is like this; the first time, everything known is compiled.
  void node(NodeFacts now) {
    boolean first = desired.compiler().isEmpty();
    facts = now;
    desired.facts(now);
    if (first) {
      desired.compiler().ifPresent(made -> policies.start(made.policies(), gate.open()));
      recheck();
    }
  }

  /// The objects have changed like this.
  void changed(List<ClusterChange> changes) {
    List<PipelineChange> told = new ArrayList<>();
    changes.forEach(change -> told.add(new PipelineChange.Cluster(change)));
    List<PipelineChange> local = gate.changed(changes);
    told.addAll(local);
    boolean collected = local.isEmpty() && changes.stream().allMatch(this::isElsewhere);
    tell(told, collected ? Urgency.SOON : Urgency.AT_ONCE);
  }

  /// Whether the change is about Pods of other nodes, or where Services lead: such come all the time
  /// in a large cluster, and nobody here waits for one of them. A Service itself says also which
  /// clients it is for.
  private boolean isElsewhere(ClusterChange change) {
    return switch (change.key().kind()) {
      case ENDPOINT_SLICE -> true;
      case POD ->
          !(change instanceof ClusterChange.Put(Pod pod))
              || !pod.nodeName().equals(Optional.ofNullable(facts).map(NodeFacts::name));
      case NODE, NAMESPACE, NETWORK_POLICY, SERVICE, SERVICE_CIDR -> false;
    };
  }

  void attached(AttachedPod pod) {
    tell(gate.attached(pod), Urgency.AT_ONCE);
  }

  void detached(Attachment attachment) {
    tell(gate.detached(attachment), Urgency.AT_ONCE);
  }

  private void tell(List<PipelineChange> changes, Urgency urgency) {
    if (changes.isEmpty()) {
      return;
    }
    boolean altered = desired.apply(changes, urgency);
    desired.compiler().ifPresent(made -> policies.changed(made.policies(), changes));
    if (altered) {
      recheck();
    }
  }

  private void recheck() {
    if (recheck) {
      sweep.request();
    }
  }

  /// The bridge's ports, once the node is known.
  Optional<Doorways> doorways() {
    List<RemoteNode> others =
        objects.nodes().stream().flatMap(other -> RemoteNode.of(other).stream()).toList();
    return Optional.ofNullable(facts).map(known -> Doorways.of(known, gate.open(), others));
  }

  private Optional<Recheck> judge() {
    return desired
        .compiler()
        .flatMap(compiler -> doorways().map(doors -> new Recheck(compiler.program(), doors)));
  }
}
