package io.weft.controller.policies;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weft.cluster.ObjectKey;
import io.weft.openflow.FlowStats;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.policy.NumberedPart;
import io.weft.pipeline.policy.PolicyStatus;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Table;
import io.weft.policy.Direction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Policies and drops as JSON, with the bridge's counters.
///
/// Only the first packet of a connection is judged, so what a rule counts is connections.
///
/// @param compiler of the flows
/// @param times since when policies are in force
/// @param flows the bridge's flows with their counters
public record PolicyReport(
    PipelineCompiler compiler, PoliciesInForce times, Collection<FlowStats> flows) {

  /// One element per policy: where it is in force since when, its rules with counters, its faults.
  public JsonArray policies() {
    Map<Long, Long> byRule = connectionsByRule();
    JsonArray json = new JsonArray();
    for (PolicyStatus status : compiler.policies().statuses()) {
      json.add(policy(status, byRule));
    }
    return json;
  }

  private JsonObject policy(PolicyStatus status, Map<Long, Long> byRule) {
    JsonArray rules = new JsonArray();
    for (NumberedPart part : compiler.policies().parts(status.policy())) {
      rules.add(
          new JsonObject()
              .put("rule", part.part().place())
              .put("text", part.part().toString())
              .put("connections", byRule.getOrDefault(part.id(), 0L)));
    }
    return new JsonObject()
        .put("policy", status.policy().path())
        .put("inForce", status.inForce())
        .put("pods", pods(status))
        .put("rules", rules)
        .put("faults", new JsonArray(status.faults()));
  }

  private JsonArray pods(PolicyStatus status) {
    TreeSet<ObjectKey> pods = new TreeSet<>(status.ingressOn());
    pods.addAll(status.egressOn());
    JsonArray json = new JsonArray();
    for (ObjectKey pod : pods) {
      JsonArray directions = new JsonArray();
      if (status.ingressOn().contains(pod)) {
        directions.add(Direction.INGRESS.toString());
      }
      if (status.egressOn().contains(pod)) {
        directions.add(Direction.EGRESS.toString());
      }
      json.add(
          new JsonObject()
              .put("pod", pod.path())
              .put("directions", directions)
              .put("since", times.since(status.policy(), pod).map(Instant::toString).orElse(null)));
    }
    return json;
  }

  private Map<Long, Long> connectionsByRule() {
    Map<Long, Long> byRule = new HashMap<>();
    for (FlowStats stats : flows) {
      Optional<Bits> rule = stats.flow().match().exact(Field.CONJ_ID);
      if (rule.isPresent() && stats.packets() > 0) {
        byRule.merge(rule.get().low(), stats.packets(), Long::sum);
      }
    }
    return byRule;
  }

  /// One element per table, reason and owner for which packets were dropped, the most frequent
  /// first.
  public JsonArray drops() {
    record Place(int table, Cookie cookie) {}
    Map<Place, Long> counts = new HashMap<>();
    for (FlowStats stats : flows) {
      Cookie.parse(stats.flow().cookie())
          .filter(cookie -> cookie.purpose().drop() && stats.packets() > 0)
          .ifPresent(cookie ->
              counts.merge(new Place(stats.flow().table(), cookie), stats.packets(), Long::sum));
    }
    Map<String, JsonObject> sorted = new TreeMap<>();
    counts.forEach((place, packets) -> {
      String table =
          Table.numbered(place.table()).map(Table::title).orElse("table " + place.table());
      String owner = compiler.name(place.cookie()).orElse("nobody known");
      sorted.put(
          "%020d %s %s %s"
              .formatted(Long.MAX_VALUE - packets, table, place.cookie().purpose(), owner),
          new JsonObject()
              .put("table", table)
              .put("reason", place.cookie().purpose().text())
              .put("owner", owner)
              .put("packets", packets));
    });
    return new JsonArray(new ArrayList<>(List.copyOf(sorted.values())));
  }
}
