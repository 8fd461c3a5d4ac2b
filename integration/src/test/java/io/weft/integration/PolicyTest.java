package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.Lab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.CniCall;
import io.weft.lab.pod.CniFailedException;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.ObjectId;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// NetworkPolicy on a running lab: Pods `it/a`, `it/b` and `it/c` on n1, `it/d` on n2; agents recheck
/// existing connections and wait one second for Pod objects.
class PolicyTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final int FLIPS = 12;
  private static Lab lab;

  @BeforeAll
  static void start() {
    lab =
        Lab.up(
            LabSpec.ofNodes("itpol", 2, false, Tunnel.GENEVE)
                .with("existingConnections", "recheck")
                .with("policyWait", "1s"));
    lab.apply(
        SharedLab.objects(
            SharedLab.pod("a", "n1", false),
            SharedLab.pod("b", "n1", false),
            SharedLab.pod("c", "n1", false),
            SharedLab.pod("d", "n2", false)));
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @AfterEach
  void noPolicies() {
    lab.delete(
        List.of(
            new ObjectId("NetworkPolicy", "it", "p"), new ObjectId("NetworkPolicy", "it", "q")));
  }

  @Test
  void anAddWithoutThePodObjectIsToBeTriedAgainAndLeavesNothing() {
    LabNode node = lab.node("n1");
    NetworkNamespace namespace = lab.paths().podNamespace("it", "nobody");
    namespace.create();
    try {
      CniCall cni = new CniCall(node.directory().resolve("cni"));
      CniCall.Sandbox sandbox =
          new CniCall.Sandbox("nobody", namespace, "it", "nobody", "u1", List.of());
      assertThatExceptionOfType(CniFailedException.class)
          .isThrownBy(() -> cni.add(sandbox))
          .satisfies(e -> assertThat(e.code()).isEqualTo(11))
          .withMessageContaining("it/nobody");
      assertThat(node.agent().client().ask("/flows").body()).doesNotContain("it/nobody");
      assertThat(node.agent().client().ask("/pods").body()).doesNotContain("it/nobody");
    } finally {
      namespace.delete();
    }
  }

  @Test
  void exactlyTheConnectionsThatANewPolicyDeniesAreCut() {
    try (Conversation allowed = converse("b", "a", Protocol.TCP);
        Conversation denied = converse("c", "a", Protocol.TCP);
        Conversation remote = converse("d", "a", Protocol.TCP);
        Conversation datagrams = converse("d", "a", Protocol.UDP)) {
      for (Conversation each : List.of(allowed, denied, remote, datagrams)) {
        assertThat(each.exchange()).isInstanceOf(Outcome.Answered.class);
      }
      lab.apply(SharedLab.objects(onlyFrom("p", "b")));
      Waiting.until("three ended connections", Duration.ofSeconds(15), () -> ended() >= 3);
      for (Conversation each : List.of(denied, remote, datagrams)) {
        assertThat(each.exchange()).isNotInstanceOf(Outcome.Answered.class);
        // What either side still sends does not bring it back.
        assertThat(each.exchange()).isNotInstanceOf(Outcome.Answered.class);
      }
      assertThat(allowed.exchange()).isInstanceOf(Outcome.Answered.class);
    }
  }

  private static int ended() {
    return status("n1").path("existingConnections").path("ended").asInt();
  }

  @Test
  void theNodeReachesAPodThatNobodyMayReachAndOtherNodesDoNot() {
    lab.apply(SharedLab.objects(onlyFrom("p", "nobody")));
    IpAddress pod = pod("a").addresses().getFirst();
    assertThat(once(lab.node("n1").namespace(), pod)).isInstanceOf(Outcome.Answered.class);
    assertThat(once(lab.node("n2").namespace(), pod)).isInstanceOf(Outcome.Dropped.class);
    assertThat(once(pod("b").namespace(), pod)).isInstanceOf(Outcome.Dropped.class);
  }

  @Test
  void aPolicyIsReportedWithItsPodsCountersAndFaults() {
    lab.apply(SharedLab.objects(onlyFrom("p", "b"), broken("q")));
    IpAddress pod = pod("a").addresses().getFirst();
    assertThat(once(pod("b").namespace(), pod)).isInstanceOf(Outcome.Answered.class);
    assertThat(once(pod("c").namespace(), pod)).isInstanceOf(Outcome.Dropped.class);
    assertThat(once(pod("b").namespace(), pod("c").addresses().getFirst()))
        .as("what a broken policy selects is shut")
        .isInstanceOf(Outcome.Dropped.class);
    Waiting.until(
        "the switch's counters",
        Duration.ofSeconds(10),
        () -> ask("n1", "/drops").toString().contains("ingress by it/p"));
    JsonNode good = policy("it/p");
    assertThat(good.path("inForce").asBoolean()).isTrue();
    assertThat(good.at("/pods/0/pod").asText()).isEqualTo("it/a");
    assertThat(good.at("/pods/0/since").asText()).startsWith("20");
    assertThat(good.at("/rules/0/connections").asLong()).isPositive();
    assertThat(good.path("faults")).isEmpty();
    assertThat(policy("it/q").path("faults").toString()).contains("10.0.0.0/99");
  }

  @Test
  void aTraceNamesThePolicyThatDropsAndFollowsTheTunnel() {
    lab.apply(SharedLab.objects(onlyFrom("p", "b")));
    JsonNode here = ask("n1", "/trace?from=it/c&to=it/a&protocol=tcp&port=80");
    assertThat(here.at("/outcome/verdict").asText()).isEqualTo("dropped");
    assertThat(here.at("/outcome/reason").asText()).contains("ingress by it/p");
    assertThat(
            ask("n1", "/trace?from=it/b&to=it/a&protocol=tcp&port=80&flows=actual")
                .at("/outcome/rules/0")
                .asText())
        .isEqualTo("it/p ingress[0]");
    JsonNode there = ask("n2", "/trace?from=it/d&to=it/a&protocol=udp&port=80");
    assertThat(there.at("/outcome/verdict").asText()).isEqualTo("to-tunnel");
    assertThat(there.path("origin").asBoolean()).isTrue();
    assertThat(lab.node("n1").agent().client().ask("/trace?from=it/x&to=it/a").status())
        .isEqualTo(400);
  }

  @Test
  void flippingPoliciesNeverOpensWhatAllDenyNorShutsWhatAllAllow() {
    lab.apply(SharedLab.objects(onlyFrom("p", "b")));
    IpAddress pod = pod("a").addresses().getFirst();
    List<Probe> allowed = List.of(probe(pod("b").namespace(), pod, Protocol.TCP));
    List<Probe> denied = List.of(probe(pod("d").namespace(), pod, Protocol.TCP));
    try (Witness witness = Witness.of(lab, allowed, denied)) {
      for (int i = 0; i < FLIPS; i++) {
        lab.apply(SharedLab.objects(i % 2 == 0 ? onlyFrom("p", "b, c") : onlyFrom("p", "b")));
        if (i % 3 == 0) {
          lab.apply(SharedLab.objects(onlyFrom("q", "c")));
        } else if (i % 3 == 1) {
          lab.delete(List.of(new ObjectId("NetworkPolicy", "it", "q")));
        }
      }
      assertThat(witness.testimony()).isEqualTo("as it must be");
    }
  }

  /// Isolates `it/a`; only Pods called so may reach it.
  private static String onlyFrom(String name, String apps) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: %s, namespace: it}
    spec:
      podSelector: {matchLabels: {app: a}}
      policyTypes: [Ingress]
      ingress:
      - from:
        - podSelector: {matchExpressions: [{key: app, operator: In, values: [%s]}]}
    """
        .formatted(name, apps);
  }

  /// Isolates `it/c` with a rule that cannot be read.
  private static String broken(String name) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: %s, namespace: it}
    spec:
      podSelector: {matchLabels: {app: c}}
      ingress:
      - from: [{ipBlock: {cidr: 10.0.0.0/99}}]
    """
        .formatted(name);
  }

  private static LabPod pod(String name) {
    return lab.pod("it", name).orElseThrow();
  }

  private static Outcome once(NetworkNamespace from, IpAddress to) {
    return lab.prober().run(List.of(probe(from, to, Protocol.TCP))).getFirst();
  }

  private static Probe probe(NetworkNamespace from, IpAddress to, Protocol protocol) {
    return new Probe(from, Optional.empty(), to, protocol, 80, Optional.empty(), SHORT);
  }

  private static Conversation converse(String from, String to, Protocol protocol) {
    return lab.prober()
        .converse(probe(pod(from).namespace(), pod(to).addresses().getFirst(), protocol), 0);
  }

  private static JsonNode ask(String node, String path) {
    return lab.node(node).agent().client().ask(path).json();
  }

  private static JsonNode status(String node) {
    return ask(node, "/status");
  }

  private static JsonNode policy(String path) {
    for (JsonNode policy : ask("n1", "/policies")) {
      if (policy.path("policy").asText().equals(path)) {
        return policy;
      }
    }
    throw new AssertionError("the agent does not report policy " + path);
  }
}
