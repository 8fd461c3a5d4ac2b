package io.weft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.controller.fixture.Await;
import io.weft.controller.fixture.NodeUnderTest;
import io.weft.controller.fixture.Shell;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a real agent answers about policies, drops, packets and Services. Pods `x/a`, `x/b` and
/// `x/c` are attached to its node `n1`; existing connections are rechecked.
class AgentAnswersTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static NodeUnderTest node;

  @BeforeAll
  static void startNode() {
    node = NodeUnderTest.start("existingConnections: recheck", "serviceCidrs: [10.96.0.0/16]");
    node.put(
        "namespace._.x.yaml",
        "{apiVersion: v1, kind: Namespace, metadata: {name: x, labels: {team: blue}}}");
    node.attachPod("a");
    node.attachPod("b");
    node.attachPod("c");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @AfterEach
  void noPolicies() {
    node.remove("networkpolicy.x.p.yaml");
    node.settle();
  }

  @Test
  void aPolicyIsReportedWithItsPodsRulesAndTheConnectionsTheyAllowed() {
    onlyFrom("b", "a");
    assertThat(node.pings("b", node.address("a"))).isTrue();
    Await.until(
        () -> node.agent().body("/policies"),
        SOON,
        () -> policy().at("/rules/0/connections").asLong() > 0);
    assertThat(policy().path("inForce").asBoolean()).isTrue();
    assertThat(policy().at("/pods/0/pod").asText()).isEqualTo("x/a");
    assertThat(policy().at("/pods/0/directions/0").asText()).isEqualToIgnoringCase("ingress");
    assertThat(policy().at("/pods/0/since").asText()).startsWith("20");
    assertThat(policy().at("/rules/0/rule").asText()).isEqualTo("x/p ingress[0]");
    assertThat(node.agent().status().at("/policies/inForce").asInt()).isEqualTo(1);
  }

  @Test
  void whatAPolicyDropsIsCountedUnderItsName() {
    onlyFrom("b", "a");
    assertThat(node.pings("c", node.address("a"))).isFalse();
    Await.until(
        () -> node.agent().body("/drops"),
        SOON,
        () ->
            StreamSupport.stream(node.agent().json("/drops").spliterator(), false)
                .anyMatch(drop ->
                    drop.path("owner").asText().contains("x/p")
                        && drop.path("packets").asLong() > 0));
  }

  @Test
  void aConnectionThatANewPolicyDeniesIsEndedAndTheOthersGoOn() {
    String to = node.address("a");
    node.sendDatagram("b", to);
    node.sendDatagram("c", to);
    Await.until(() -> connections(to), SOON, () -> node.connections(to).size() == 2);
    onlyFrom("b", "a");
    Await.until(() -> connections(to), SOON, () -> node.connections(to).size() == 1);
    assertThat(node.connections(to).getFirst()).contains("src=" + node.address("b"));
    Await.until(
        () -> node.agent().status().toString(),
        SOON,
        () -> node.agent().status().at("/existingConnections/ended").asInt() == 1);
    assertThat(node.agent().status().at("/existingConnections/mode").asText()).isEqualTo("recheck");
  }

  @Test
  void aTraceEndsAtThePolicyThatDropsOrNamesTheRuleThatAllows() {
    onlyFrom("b", "a");
    JsonNode denied = trace("from=x/c&to=x/a&protocol=tcp&port=80").path("outcome");
    assertThat(denied.path("verdict").asText()).isEqualTo("dropped");
    assertThat(denied.path("reason").asText()).contains("x/p");
    for (String flows : new String[] {"desired", "actual"}) {
      JsonNode allowed = trace("from=x/b&to=x/a&protocol=udp&port=53&flows=" + flows);
      assertThat(allowed.at("/outcome/verdict").asText()).isEqualTo("delivered");
      assertThat(allowed.at("/outcome/rules/0").asText()).isEqualTo("x/p ingress[0]");
      assertThat(allowed.path("origin").asBoolean()).isTrue();
      assertThat(allowed.at("/steps/0/table").asText()).isEqualTo("Classify");
    }
    JsonNode reply = trace("from=x/c&to=x/a&connection=reply");
    assertThat(reply.at("/outcome/verdict").asText()).isEqualTo("delivered");
  }

  @Test
  void aTraceFollowsServicesNodesAndTunnels() {
    putService();
    JsonNode service = trace("from=x/c&to=svc:x/web&protocol=tcp&port=80");
    assertThat(service.at("/outcome/verdict").asText()).isEqualTo("delivered");
    assertThat(service.at("/outcome/packet").asText()).contains("tp_dst=8080");
    JsonNode away = trace("from=x/a&to=node:n2");
    assertThat(away.at("/outcome/verdict").asText()).isEqualTo("to-node");
    JsonNode tunnel = trace("from=x/a&to=10.244.2.9&protocol=sctp&port=5");
    assertThat(tunnel.at("/outcome/verdict").asText()).isEqualTo("to-tunnel");
    assertThat(tunnel.at("/outcome/tunnelTo").asText()).isEqualTo("192.0.2.2");
    JsonNode come =
        trace(
            "tunnelFrom=192.0.2.2&tunnelTo=192.0.2.1&packet="
                + encoded("icmp,nw_src=10.244.2.9,nw_dst=" + node.address("a") + ",nw_ttl=60"));
    assertThat(come.at("/outcome/verdict").asText()).isEqualTo("delivered");
    assertThat(come.path("entry").asText()).isEqualTo("the tunnel from node n2");
    assertThat(trace("from=node:n1&to=x/a&family=6").at("/outcome/verdict").asText())
        .isEqualTo("delivered");
  }

  @Test
  void aTraceOfNobodyIsRefusedWithTheRemedy() {
    assertThat(node.agent().answer("/trace?from=x/zz&to=x/a"))
        .startsWith("HTTP/1.1 400")
        .contains("'x/zz' has no ")
        .contains("write NAMESPACE/POD");
    assertThat(node.agent().answer("/trace?from=x/a"))
        .startsWith("HTTP/1.1 400")
        .contains("say who sends to whom");
  }

  @Test
  void theHealthCheckNodePortSaysWhetherThisNodeHasAnEndpoint() {
    putService();
    assertThat(health()).contains("HTTP/1.1 200 OK").contains("\"localEndpoints\":1");
    putEndpoints("n2", "10.244.2.9");
    node.settle();
    assertThat(health()).contains("503").contains("\"localEndpoints\":0");
    node.remove("service.x.web.yaml");
    node.settle();
    assertThat(health()).contains("connect to");
  }

  @Test
  void aServicesGroupIsToldUnderItsName() {
    putService();
    node.put(
        "endpointslice.x.web-2.yaml",
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-2, namespace: x, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, protocol: TCP, port: 8080}]
        endpoints: [{addresses: [10.244.2.9], nodeName: n2, conditions: {ready: true}}]
        """);
    node.settle();
    assertThat(node.agent().body("/flows"))
        .containsPattern("# Service x/web\ngroup_id=\\d+,type=select,selection_method=dp_hash,");
    node.remove("endpointslice.x.web-2.yaml");
    node.settle();
  }

  @Test
  void aDifferenceIsToldAsOvsOfctlWouldSayIt() {
    node.openVSwitch().ofctl("add-flow", "table=Route,priority=7,ip,actions=drop");
    Await.until(
        () -> node.agent().status().toString(),
        SOON,
        () -> node.agent().log().contains("flow delete_strict table=Route,priority=7,ip"));
    assertThat(node.agent().status().at("/switch/database").asText()).isEqualTo("in sync");
  }

  @Test
  void theFlowsAreToldEachUnderItsOwner() {
    onlyFrom("b", "a");
    String flows = node.agent().body("/flows");
    assertThat(flows).contains("# NetworkPolicy x/p").contains("table=IngressRules");
    assertThat(flows).contains("# the pipeline\nmeter=1 pktps burst stats bands=\ntype=drop rate=");
    assertThat(node.agent().body("/metrics")).contains("weft_pods{node=\"n1\"} 3");
  }

  private static String connections(String to) {
    return node.connections(to) + "\n" + node.agent().log();
  }

  private static String health() {
    Shell.Result answer =
        node.inNode("curl", "-s", "-S", "-i", "--max-time", "5", "http://127.0.0.1:31999/");
    return answer.output();
  }

  private static JsonNode policy() {
    return StreamSupport.stream(node.agent().json("/policies").spliterator(), false)
        .filter(policy -> policy.path("policy").asText().equals("x/p"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode trace(String question) {
    return node.agent().json("/trace?" + question);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Only the Pod `x/FROM` may reach `x/TO`.
  private static void onlyFrom(String from, String to) {
    node.put(
        "networkpolicy.x.p.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: x}
        spec:
          podSelector: {matchLabels: {app: %s}}
          policyTypes: [Ingress]
          ingress:
          - from: [{podSelector: {matchLabels: {app: %s}}}]
        """
            .formatted(to, from));
    node.settle();
  }

  private static void putService() {
    node.put(
        "service.x.web.yaml",
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: x}
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.10
          clusterIPs: [10.96.0.10]
          ipFamilies: [IPv4]
          externalTrafficPolicy: Local
          healthCheckNodePort: 31999
          selector: {app: b}
          ports: [{name: http, protocol: TCP, port: 80, targetPort: 8080, nodePort: 31080}]
        """);
    putEndpoints("n1", node.address("b"));
    node.settle();
  }

  private static void putEndpoints(String on, String address) {
    node.put(
        "endpointslice.x.web-1.yaml",
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: x, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, protocol: TCP, port: 8080}]
        endpoints:
        - addresses: [%s]
          nodeName: %s
          conditions: {ready: true, serving: true, terminating: false}
        """
            .formatted(address, on));
  }
}
