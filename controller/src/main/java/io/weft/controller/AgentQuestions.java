package io.weft.controller;

import io.vertx.core.Future;
import io.weft.controller.api.AgentView.Question;
import io.weft.controller.policies.PolicyReport;
import io.weft.controller.trace.TraceRequest;
import io.weft.controller.trace.Tracer;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Group;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.trace.FlowTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be asked about policies and packets.
///
/// @param agent the agent
record AgentQuestions(NodeAgent agent) {

  /// The questions by path.
  Map<String, Question> byPath() {
    return Map.of("/policies", _ -> policies(), "/drops", _ -> drops(), "/trace", this::trace);
  }

  private Future<String> policies() {
    return report().map(report -> report.policies().encodePrettily());
  }

  private Future<String> drops() {
    return report().map(report -> report.drops().encodePrettily());
  }

  private Future<PolicyReport> report() {
    Optional<PipelineCompiler> compiler = agent.desired.compiler();
    if (compiler.isEmpty()) {
      return notReady();
    }
    Future<List<FlowStats>> flows =
        agent
            .bridge
            .connection()
            .filter(OpenFlowConnection::isConnected)
            .map(OpenFlowConnection::flows)
            .orElseGet(() -> Future.succeededFuture(List.of()));
    return flows.map(read -> new PolicyReport(compiler.get(), agent.enforcement.policies, read));
  }

  private <T> Future<T> notReady() {
    return Future.failedFuture("no flows are compiled yet: " + String.join("; ", agent.unready()));
  }

  private Future<String> trace(Map<String, String> parameters) {
    TraceRequest request = TraceRequest.parse(parameters);
    Optional<PipelineCompiler> compiler = agent.desired.compiler();
    Optional<Doorways> doorways = agent.enforcement.doorways();
    if (compiler.isEmpty() || doorways.isEmpty()) {
      return notReady();
    }
    return new Tracer(
            compiler.get(), doorways.get(), agent.objects, agent.names.get(), this::readBack)
        .trace(request)
        .map(answer -> answer.encodePrettily());
  }

  private Future<FlowTables> readBack() {
    return agent
        .bridge
        .connection()
        .map(AgentQuestions::readBack)
        .orElseGet(() -> Future.failedFuture("the bridge is not connected yet"));
  }

  private static Future<FlowTables> readBack(OpenFlowConnection bridge) {
    Future<List<FlowStats>> flows = bridge.flows();
    Future<List<Group>> groups = bridge.groups();
    return Future.all(flows, groups)
        .map(_ ->
            new FlowTables(flows.result().stream().map(FlowStats::flow).toList(), groups.result()));
  }
}
