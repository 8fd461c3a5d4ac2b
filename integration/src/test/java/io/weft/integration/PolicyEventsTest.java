package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.Lab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of traffic while Pods, namespaces and policies change; on the shared lab, whose agents
/// keep existing connections.
class PolicyEventsTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FLIPS = 6;
  private static final int NODE_PORT = 30080;
  private final Lab lab = SharedLab.lab();

  @AfterEach
  void asBefore() {
    lab.delete(
        List.of(
            new ObjectId("NetworkPolicy", "it", "p"),
            new ObjectId("Service", "it", "outside"),
            new ObjectId("EndpointSlice", "it", "outside-1")));
    lab.apply(List.of(labelled("c", "c")));
  }

  @Test
  void aRelabelledPodFlipsItsVerdictsAndTouchesNoFlowOfARule() {
    lab.apply(SharedLab.objects(isolated("- podSelector: {matchExpressions: [" + FRIENDS + "]}")));
    List<String> rules = flows("table=IngressRules");
    long longest = 0;
    try (Witness witness = witness()) {
      for (int i = 0; i < FLIPS; i++) {
        boolean friend = i % 2 == 0;
        long start = System.nanoTime();
        lab.apply(List.of(labelled("c", friend ? "friend" : "c")));
        awaitVerdict(friend);
        longest = Math.max(longest, System.nanoTime() - start);
        assertThat(flows("table=IngressRules")).isEqualTo(rules);
      }
      assertThat(witness.testimony()).isEqualTo("as it must be");
    }
    report("a relabelled Pod's verdicts", longest);
  }

  @Test
  void aRelabelledNamespaceFlipsVerdictsAndTouchesNoFlowOfAnAddress() {
    lab.apply(
        SharedLab.objects(
            isolated(
                """
                - podSelector: {matchLabels: {app: b}}
                - namespaceSelector: {matchLabels: {team: blue}}
                  podSelector: {matchLabels: {app: c}}
                """
                    .strip())));
    List<String> addresses = flows("table=PeerLabels");
    long longest = 0;
    try (Witness witness = witness()) {
      for (int i = 0; i < FLIPS; i++) {
        boolean blue = i % 2 == 0;
        long start = System.nanoTime();
        lab.apply(SharedLab.objects(namespace(blue ? "blue" : "red")));
        awaitVerdict(blue);
        longest = Math.max(longest, System.nanoTime() - start);
        assertThat(flows("table=PeerLabels")).isEqualTo(addresses);
      }
      assertThat(witness.testimony()).isEqualTo("as it must be");
    }
    report("a relabelled namespace's verdicts", longest);
  }

  @Test
  void byDefaultConnectionsOutliveAPolicyThatDeniesThemAndRepliesPass() {
    try (Conversation tcp = converse("c", "a", Protocol.TCP);
        Conversation udp = converse("c", "a", Protocol.UDP)) {
      assertThat(tcp.last()).isInstanceOf(Outcome.Answered.class);
      assertThat(udp.last()).isInstanceOf(Outcome.Answered.class);
      lab.apply(SharedLab.objects(isolated("- podSelector: {matchLabels: {app: nobody}}")));
      assertThat(once(probe(pod("c"), pod("a")))).isInstanceOf(Outcome.Dropped.class);
      assertThat(tcp.exchange()).isInstanceOf(Outcome.Answered.class);
      assertThat(udp.exchange()).isInstanceOf(Outcome.Answered.class);
      assertThat(once(probe(pod("a"), pod("c"))))
          .as("replies to what the isolated Pod asks")
          .isInstanceOf(Outcome.Answered.class);
    }
  }

  @Test
  void aClientThatHadToBeMasqueradedIsNeitherTheNodeNorItself() {
    lab.apply(SharedLab.objects(nodePortOf(pod("a").addresses().getFirst())));
    for (String node : List.of("n1", "n2")) {
      assertThat(once(fromOutside(node))).as(node).isInstanceOf(Outcome.Answered.class);
    }
    lab.apply(SharedLab.objects(isolated("- ipBlock: {cidr: 198.51.100.10/32}")));
    assertThat(once(fromOutside("n1")))
        .as("here its own address is seen")
        .isInstanceOf(Outcome.Answered.class);
    assertThat(once(fromOutside("n2")))
        .as("there the masquerade address of n2 is")
        .isInstanceOf(Outcome.Dropped.class);
    assertThat(once(probe(lab.node("n1").namespace(), pod("a"))))
        .as("the Pod's own node")
        .isInstanceOf(Outcome.Answered.class);
  }

  private static final String FRIENDS = "{key: app, operator: In, values: [b, friend]}";

  /// Services of nodes' ports for one endpoint on n1.
  private static String nodePortOf(IpAddress endpoint) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: outside, namespace: it}
    spec:
      type: NodePort
      clusterIP: 10.96.0.80
      clusterIPs: [10.96.0.80]
      ipFamilies: [IPv4]
      ports: [{name: w, protocol: TCP, port: 80, targetPort: 80, nodePort: %d}]
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: outside-1
      namespace: it
      labels: {kubernetes.io/service-name: outside}
    addressType: IPv4
    ports: [{name: w, protocol: TCP, port: 80}]
    endpoints: [{addresses: [%s], nodeName: n1, conditions: {ready: true}}]
    """
        .formatted(NODE_PORT, endpoint);
  }

  /// Isolates `it/a`; only these peers may reach it.
  private static String isolated(String peers) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: p, namespace: it}
    spec:
      podSelector: {matchLabels: {app: a}}
      policyTypes: [Ingress]
      ingress:
      - from:
        %s
    """
        .formatted(peers.replace("\n", "\n    "));
  }

  private static String namespace(String team) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: it, labels: {kubernetes.io/metadata.name: it, team: %s}}
    """
        .formatted(team);
  }

  private KubernetesObject labelled(String pod, String app) {
    ObjectNode json = pod(pod).withStatus().json().deepCopy();
    json.withObject("/metadata/labels").put("app", app);
    return new KubernetesObject(json);
  }

  /// All the while `it/b` reaches `it/a`, and `it/d` does not.
  private Witness witness() {
    return Witness.of(lab, List.of(probe(pod("b"), pod("a"))), List.of(probe(pod("d"), pod("a"))));
  }

  private void awaitVerdict(boolean allowed) {
    Waiting.until(
        allowed ? "it/c reaches it/a" : "it/c no longer reaches it/a",
        PATIENCE,
        () -> once(probe(pod("c"), pod("a"))).reached() == allowed);
  }

  private static void report(String what, long nanos) {
    System.out.printf("%s flipped within %d ms%n", what, nanos / 1_000_000);
  }

  private List<String> flows(String table) {
    return lab.node("n1")
        .ovs()
        .ofctl("dump-flows", "br-int", table)
        .run()
        .lines()
        .map(String::strip)
        .filter(line -> line.contains("actions="))
        .sorted()
        .toList();
  }

  private LabPod pod(String name) {
    return SharedLab.pod(name);
  }

  private Outcome once(Probe probe) {
    return lab.prober().run(List.of(probe)).getFirst();
  }

  private Conversation converse(String from, String to, Protocol protocol) {
    IpAddress address = pod(to).addresses().getFirst();
    return lab.prober()
        .converse(
            new Probe(
                pod(from).namespace(),
                Optional.empty(),
                address,
                protocol,
                80,
                Optional.empty(),
                SHORT),
            0);
  }

  private static Probe probe(LabPod from, LabPod to) {
    return probe(from.namespace(), to);
  }

  private static Probe probe(NetworkNamespace from, LabPod to) {
    IpAddress address = to.addresses().getFirst();
    return new Probe(from, Optional.empty(), address, Protocol.TCP, 80, Optional.empty(), SHORT);
  }

  private Probe fromOutside(String node) {
    IpAddress address = lab.node(node).spec().addresses().getFirst();
    Optional<IpAddress> source = Optional.of(lab.outside("e1").getFirst());
    return new Probe(
        lab.paths().hub(), source, address, Protocol.TCP, NODE_PORT, Optional.empty(), SHORT);
  }
}
