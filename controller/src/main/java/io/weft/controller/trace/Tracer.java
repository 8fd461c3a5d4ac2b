package io.weft.controller.trace;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.trace.Departures.Departure;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.openflow.text.FlowText;
import io.weft.openflow.text.MatchText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.explain.Explainer;
import io.weft.pipeline.explain.Explanation;
import io.weft.pipeline.explain.Explanation.Passage;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.trace.AssumedConnections;
import io.weft.pipeline.trace.AssumedConnections.Found;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.ConnectionState;
import io.weft.pipeline.trace.ConnectionTable;
import io.weft.pipeline.trace.ConnectionTracking;
import io.weft.pipeline.trace.Evaluator;
import io.weft.pipeline.trace.FlowTables;
import io.weft.pipeline.trace.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Runs packets through the flows of this node's bridge.
///
/// @param compiler of the flows
/// @param doorways the bridge's ports
/// @param objects the cluster
/// @param names of tables and ports
/// @param readBack reads the flows and groups that the bridge really has
public record Tracer(
    PipelineCompiler compiler,
    Doorways doorways,
    ClusterObjects objects,
    Names names,
    Supplier<Future<FlowTables>> readBack) {

  /// The answer to the question as JSON; fails if the bridge has to be read and cannot be.
  ///
  /// @throws IllegalArgumentException naming what of the question is not known
  public Future<JsonObject> trace(TraceRequest request) {
    Departure departure = new Departures(doorways, objects).of(request);
    if (request.actual()) {
      return readBack.get().map(tables -> answer(request, departure, tables));
    }
    FlowProgram program = compiler.program();
    return Future.succeededFuture(
        answer(
            request,
            departure,
            new FlowTables(program.flows().values(), program.groups().values())));
  }

  private JsonObject answer(TraceRequest request, Departure departure, FlowTables tables) {
    Evaluator evaluator = new Evaluator(tables, connections(request), BucketChoice.first());
    Explanation explanation =
        new Explainer(compiler, doorways, names).explain(evaluator.run(departure.packet()));
    JsonArray steps = new JsonArray();
    explanation.passages().forEach(passage -> steps.add(step(passage)));
    return new JsonObject()
        .put("node", doorways.node().name())
        .put("entry", departure.entry())
        .put("origin", departure.origin())
        .put("connection", request.connection().name().toLowerCase(Locale.ROOT))
        .put("packet", headers(departure.packet()))
        .put("steps", steps)
        .put("outcome", outcome(explanation.outcome()));
  }

  /// A connection that begins is tracked from nothing, with what Services translate.
  private static ConnectionTracking connections(TraceRequest request) {
    return switch (request.connection()) {
      case NEW -> new ConnectionTable();
      case ESTABLISHED -> assumed(allowed(ConnectionState.ESTABLISHED));
      case REPLY -> assumed(allowed(ConnectionState.ESTABLISHED, ConnectionState.REPLY));
    };
  }

  private static ConnectionTracking assumed(Found found) {
    return new AssumedConnections(List.of(found));
  }

  private static Found allowed(ConnectionState... states) {
    int state = ConnectionState.TRACKED.bit() | ConnectionState.of(states);
    return new Found(state, Mark.CT_ALLOWED.bits().mask().low(), Bits.ZERO);
  }

  private JsonObject step(Passage passage) {
    JsonObject sets = new JsonObject();
    passage.changes().forEach(change -> sets.put(change.name(), change.value()));
    JsonObject json =
        new JsonObject()
            .put("table", passage.table())
            .put("number", passage.number())
            .put("flow", passage.flow().map(flow -> FlowText.print(flow, names)).orElse(null));
    passage.owner().ifPresent(owner -> json.put("owner", owner));
    passage.purpose().ifPresent(purpose -> json.put("purpose", purpose));
    return json.put("sets", sets);
  }

  private JsonObject outcome(Explanation.Outcome outcome) {
    JsonObject json =
        new JsonObject()
            .put("verdict", outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("reason", outcome.reason())
            .put("rules", new JsonArray(outcome.rules()));
    outcome
        .port()
        .ifPresent(port -> json.put("port", names.ports().getOrDefault(port, port.toString())));
    outcome
        .tunnelTo()
        .ifPresent(address ->
            json.put("tunnelTo", address.toString())
                .put(
                    "tunnelFrom",
                    doorways.node().tunnel().map(t -> t.local().toString()).orElse("")));
    return json.put("packet", headers(outcome.end()));
  }

  /// The packet without what only the bridge knows about it.
  private static String headers(Packet packet) {
    List<FieldMatch> fields = new ArrayList<>();
    for (FieldMatch field : packet.fields()) {
      boolean ethernet = field.field() == Field.ETH_SRC || field.field() == Field.ETH_DST;
      if (field.field().compareTo(Field.ETH_SRC) >= 0 && !ethernet) {
        fields.add(field);
      }
    }
    return MatchText.print(Match.of(fields), Names.NONE);
  }
}
