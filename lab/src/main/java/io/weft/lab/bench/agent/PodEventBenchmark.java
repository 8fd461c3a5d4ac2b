package io.weft.lab.bench.agent;

import io.weft.lab.Lab;
import io.weft.lab.agent.AgentClient;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.lab.state.KubernetesObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What a Pod that comes or goes costs its node, whatever number of policies select it: flow changes
/// and the time until the switch has confirmed them.
///
/// Another Pod with the same labels is on the node throughout, as with a Deployment: the first one
/// that a policy selects brings the policy's own flows along. A Pod is an object, a CNI ADD by the
/// executable, and the status with its addresses; its end is the reverse. Counts are the agent's own
/// of messages sent; the time is the agent's own, from the news (of a port, of an object) to the
/// barrier's reply, compiling included.
public final class PodEventBenchmark implements Benchmark {

  private static final String NAME = "pod-event";
  private static final List<Integer> POLICIES = List.of(0, 100, 1000);
  private static final int EVENTS = 5;
  private static final int FAMILIES = 2;
  private static final double FLOWS_PER_FAMILY = 8;
  private static final double MILLIS = 10;

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "A Pod with both families comes and goes on a node that has another Pod with the same"
        + " labels, under 0, 100 and 1,000 policies that select it, each with a peer and a port of"
        + " its own; five times per round. Flow changes are flow-mods that the agent sent, per event"
        + " and family; the time is the agent's, from the news to the barrier's reply.";
  }

  /// What happened to one Pod.
  ///
  /// @param come its begin
  /// @param gone its end
  private record Event(AgentCounts come, AgentCounts gone) {}

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    Map<Integer, List<List<Event>>> taken = new TreeMap<>();
    try (Lab lab = BenchLab.up(1, true)) {
      BenchLab.apply(lab, pod("first"));
      for (int policies : POLICIES) {
        lab.apply(policies(policies));
        Event _ = event(lab); // Classes are loaded, code is warm.
        for (int round = 1; round <= rounds; round++) {
          List<Event> events = new ArrayList<>();
          for (int i = 0; i < EVENTS; i++) {
            events.add(event(lab));
          }
          taken.computeIfAbsent(policies, _ -> new ArrayList<>()).add(events);
          progress.accept(
              "%d policies, round %d of %d: ADD %d flow-mods, %.2f ms; DEL %d, %.2f ms"
                  .formatted(
                      policies,
                      round,
                      rounds,
                      events.getLast().come().flowMods(),
                      events.getLast().come().millisPerChange(),
                      events.getLast().gone().flowMods(),
                      events.getLast().gone().millisPerChange()));
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    taken.forEach((policies, events) -> rows.addAll(rows(policies, events)));
    return rows;
  }

  private static Event event(Lab lab) {
    AgentClient agent = lab.node("n1").agent().client();
    AgentCounts before = AgentCounts.of(agent);
    KubernetesObject pod = pod("second");
    BenchLab.apply(lab, pod);
    AgentCounts there = AgentCounts.of(agent);
    lab.delete(List.of(pod.id()));
    return new Event(there.since(before), AgentCounts.of(agent).since(there));
  }

  /// A Pod that all policies select.
  static KubernetesObject pod(String name) {
    return BenchLab.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: bench, labels: {app: web}}
        spec: {nodeName: n1, containers: [{name: c}]}
        """
            .formatted(name));
  }

  /// So many policies for them.
  static List<KubernetesObject> policies(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            BenchLab.object(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: allow-%d, namespace: bench}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Ingress, Egress]
                  ingress:
                  - from: [{podSelector: {matchLabels: {app: client-%d}}}]
                    ports: [{protocol: TCP, port: %d}]
                  egress:
                  - to: [{podSelector: {matchLabels: {app: server-%d}}}]
                    ports: [{protocol: TCP, port: %d}]
                """
                    .formatted(i, i, 1000 + i, i, 3000 + i)))
        .toList();
  }

  private static List<Row> rows(int policies, List<List<Event>> rounds) {
    String under = "under %d policies".formatted(policies);
    List<Event> all = rounds.stream().flatMap(List::stream).toList();
    List<List<Double>> millis =
        rounds.stream()
            .map(events ->
                events.stream()
                    .flatMap(e ->
                        List.of(e.come().millisPerChange(), e.gone().millisPerChange()).stream())
                    .toList())
            .toList();
    return List.of(
        flows("a Pod comes " + under, all.stream().map(Event::come).toList()),
        flows("a Pod goes " + under, all.stream().map(Event::gone).toList()),
        time("p50", under, millis, 50),
        time("p99", under, millis, 99));
  }

  private static Row flows(String work, List<AgentCounts> counts) {
    return Row.value(
        NAME,
        work + ": flow changes per family",
        "",
        counts.stream().map(c -> (double) c.flowMods() / FAMILIES).toList(),
        Target.atMost(FLOWS_PER_FAMILY));
  }

  private static Row time(String name, String under, List<List<Double>> millis, int percent) {
    return Row.value(
        NAME,
        "news of a Pod to its flows confirmed, %s, %s".formatted(under, name),
        "ms",
        millis.stream().map(round -> Spread.percentile(round, percent)).toList(),
        Target.atMost(MILLIS));
  }
}
