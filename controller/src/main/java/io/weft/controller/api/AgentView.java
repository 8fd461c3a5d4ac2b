package io.weft.controller.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// What the agent shows of itself. All functions are called on the agent's event loop.
///
/// @param unready what the agent waits for, one sentence each; empty when it is ready
/// @param status everything about the node at a glance
/// @param pods the attached Pods
/// @param flows the compiled flows, one per line as `ovs-ofctl --names` writes them, with owners
/// @param metrics the text that Prometheus reads
/// @param settled completes when the consequences of this revision of the cluster's state are
///     confirmed
/// @param questions what else can be asked, by path
public record AgentView(
    Supplier<List<String>> unready,
    Supplier<JsonObject> status,
    Supplier<JsonArray> pods,
    Supplier<String> flows,
    Supplier<String> metrics,
    LongFunction<Future<Void>> settled,
    Map<String, Question> questions) {

  public AgentView {
    questions = Map.copyOf(questions);
  }

  /// A question that takes parameters, or time.
  @FunctionalInterface
  public interface Question {

    /// The answer, JSON as text; fails if there is none at present.
    ///
    /// @param parameters of the query, by name
    /// @throws IllegalArgumentException naming the parameter that cannot be used, and the remedy
    Future<String> answer(Map<String, String> parameters);
  }
}
