package io.weft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.controller.fixture.Await;
import io.weft.controller.fixture.NodeUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Changes that nobody waits for are collected; here, for a minute, which no fact waits for.
class CollectedChangesTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String COLLECTING = "changeInterval: 1m";

  /// A node with a Pod whose policy names Pods `app: peer` in both families.
  private static NodeUnderTest start(String... settings) {
    NodeUnderTest node = NodeUnderTest.start(settings);
    node.attachPod("guarded");
    node.put(
        "networkpolicy.x.peers.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: peers, namespace: x}
        spec:
          podSelector: {matchLabels: {app: guarded}}
          ingress: [{from: [{podSelector: {matchLabels: {app: peer}}}]}]
        """);
    putPeer(node, 1);
    node.settle();
    return node;
  }

  private static void putPeer(NodeUnderTest node, int number) {
    node.put(
        "pod.x.peer-" + number + ".yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: peer-%1$d, namespace: x, uid: p-%1$d, labels: {app: peer}}
        spec: {nodeName: n2, containers: []}
        status: {phase: Running, podIP: 10.244.2.%1$d, podIPs: [{ip: 10.244.2.%1$d}]}
        """
            .formatted(10 + number));
  }

  /// Whether the switch knows whose address this is, which it has in a register: 10.244.2.N.
  private static boolean knows(NodeUnderTest node, int number) {
    return node.openVSwitch().ofctl("dump-flows").contains("0xaf402%02x".formatted(10 + number));
  }

  /// Puts Pods of another node, and waits until the agent has heard of them.
  private static void putPeers(NodeUnderTest node, int from, int to) {
    int before = node.agent().status().get("objects").asInt();
    for (int i = from; i <= to; i++) {
      putPeer(node, i);
    }
    Await.until(
        () -> node.agent().log(),
        SOON,
        () -> node.agent().status().get("objects").asInt() == before + 1 + to - from);
  }

  private static JsonNode flows(NodeUnderTest node) {
    return node.agent().status().get("flows");
  }

  @Test
  void podsElsewhereAreCollectedUntilSomebodyWaits() {
    try (NodeUnderTest node = start(COLLECTING, "auditInterval: 1h")) {
      assertThat(knows(node, 1)).isTrue();
      putPeers(node, 2, 6);
      assertThat(knows(node, 2) || knows(node, 6)).isFalse();
      assertThat(flows(node).get("settled").asBoolean()).isFalse();
      node.settle();
      assertThat(knows(node, 2) && knows(node, 6)).isTrue();
      putPeers(node, 7, 8);
      node.makePodNamespace("next");
      assertThat(node.cni("ADD", "next").status()).as(node.agent().log()).isZero();
      assertThat(knows(node, 7) && knows(node, 8))
          .as("an ADD takes along what was collected")
          .isTrue();
      node.removePods();
    }
  }

  @Test
  void aServiceGoesAtOnceForItSaysWhoMayUseIt() {
    try (NodeUnderTest node = start(COLLECTING, "auditInterval: 1h")) {
      putPeers(node, 2, 3);
      assertThat(knows(node, 2) || knows(node, 3)).isFalse();
      node.put(
          "service.x.inner.yaml",
          """
          apiVersion: v1
          kind: Service
          metadata: {name: inner, namespace: x}
          spec:
            type: LoadBalancer
            clusterIP: 10.96.0.7
            clusterIPs: [10.96.0.7]
            ports: [{port: 80, protocol: TCP}]
            loadBalancerSourceRanges: [192.0.2.0/24]
          status: {loadBalancer: {ingress: [{ip: 198.51.100.7}]}}
          """);
      Await.until(() -> node.agent().log(), SOON, () -> knows(node, 2) && knows(node, 3));
      node.removePods();
    }
  }

  @Test
  void anAuditFindsNothingMissingInWhatWasCollected() {
    try (NodeUnderTest node = start(COLLECTING)) {
      int repairs = flows(node).get("repairs").asInt();
      int readBacks = flows(node).get("readBacks").asInt();
      putPeers(node, 2, 6);
      Await.until(
          () -> node.agent().log(),
          SOON,
          () -> knows(node, 6) && flows(node).get("readBacks").asInt() > readBacks + 1);
      assertThat(flows(node).get("repairs").asInt()).isEqualTo(repairs);
      node.removePods();
    }
  }
}
