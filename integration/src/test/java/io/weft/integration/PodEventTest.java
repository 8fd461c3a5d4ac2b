package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Lab;
import io.weft.lab.bench.agent.AgentCounts;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What Pods that come and go cost in flow-mods, counted by the agents that send them.
class PodEventTest {

  private static final int FLOWS_PER_FAMILY = 8;
  private static final int FAMILIES = 2;

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Lab.up(LabSpec.ofNodes("itpe", 2, true, Tunnel.GENEVE));
    lab.apply(SharedLab.objects(pod("first")));
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  private static String pod(String name) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: it, labels: {app: web}}
    spec: {nodeName: n1, containers: [{name: c}]}
    """
        .formatted(name);
  }

  private static List<KubernetesObject> policies(int from, int to) {
    return SharedLab.objects(
        IntStream.range(from, to)
            .mapToObj(i ->
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: allow-%d, namespace: it}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Ingress, Egress]
                  ingress: [{from: [{podSelector: {matchLabels: {app: client-%d}}}], ports: [{port: %d}]}]
                  egress: [{to: [{podSelector: {matchLabels: {app: server-%d}}}], ports: [{port: %d}]}]
                """
                    .formatted(i, i, 1000 + i, i, 3000 + i))
            .toArray(String[]::new));
  }

  private static AgentCounts counts(String node) {
    return AgentCounts.of(lab.node(node).agent().client());
  }

  /// What a Pod's begin and end make the agents send.
  private record Event(long come, long gone, long elsewhere) {}

  private static Event event() {
    AgentCounts before = counts("n1");
    AgentCounts other = counts("n2");
    lab.apply(SharedLab.objects(pod("second")));
    AgentCounts there = counts("n1");
    lab.delete(List.of(new ObjectId("Pod", "it", "second")));
    return new Event(
        there.since(before).flowMods(),
        counts("n1").since(there).flowMods(),
        counts("n2").since(other).flowMods());
  }

  @Test
  void aPodEventChangesFewFlowsAndAsManyHoweverManyPoliciesSelectThePod() {
    Event free = event();
    lab.apply(policies(0, 1));
    Event one = event();
    lab.apply(policies(1, 200));
    Event many = event();
    assertThat(List.of(free.come(), free.gone(), one.come(), one.gone()))
        .allMatch(sent -> sent > 0 && sent <= FLOWS_PER_FAMILY * FAMILIES);
    assertThat(many).isEqualTo(one);
    assertThat(List.of(free.elsewhere(), one.elsewhere(), many.elsewhere())).containsOnly(0L);
    lab.delete(policies(0, 200).stream().map(KubernetesObject::id).collect(Collectors.toList()));
    assertThat(event()).isEqualTo(free);
  }

  @Test
  void anAgentThatStartsAgainUnderManyPoliciesSendsNothing() {
    lab.apply(policies(200, 260));
    LabNode node = lab.node("n1");
    node.agent().kill();
    node.agent().startAgain();
    node.agent().awaitReady(Duration.ofSeconds(60));
    AgentCounts counts = counts("n1");
    assertThat(counts.flowMods() + counts.groupMods()).isZero();
    assertThat(counts.readBacks()).isPositive();
    lab.delete(policies(200, 260).stream().map(KubernetesObject::id).collect(Collectors.toList()));
  }
}
