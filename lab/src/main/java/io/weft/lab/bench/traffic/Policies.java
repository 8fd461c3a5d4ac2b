package io.weft.lab.bench.traffic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.KubernetesObject;
import java.util.ArrayList;
import java.util.List;

/// 10,000 rules over the guarded Pods: 50 policies of 100 ingress rules for the servers and 50 of 100
/// egress rules for the client.
///
/// Half of the rules name Pods by a label of their own, half an address block of their own; each has
/// a port. One more rule in each direction allows what the lane does.
final class Policies {

  /// All rules, without the two that allow.
  static final int RULES = 10_000;

  private static final int POLICIES = 50;
  private static final int RULES_OF_POLICY = 100;
  private static final int FIRST_PORT = 1000;

  private Policies() {}

  /// The policies.
  ///
  /// @param clients the label `role` of the clients
  /// @param servers the label `role` of the servers
  /// @param ports where they serve
  static List<KubernetesObject> of(String clients, String servers, int... ports) {
    List<KubernetesObject> policies = new ArrayList<>();
    for (int i = 0; i < POLICIES; i++) {
      policies.add(policy("in-" + i, servers, "ingress", "from", rules(i, "from")));
      policies.add(policy("out-" + i, clients, "egress", "to", rules(POLICIES + i, "to")));
    }
    policies.add(
        policy("in-lane", servers, "ingress", "from", List.of(rule("from", role(clients), ports))));
    policies.add(
        policy("out-lane", clients, "egress", "to", List.of(rule("to", role(servers), ports))));
    return policies;
  }

  private static List<ObjectNode> rules(int policy, String side) {
    List<ObjectNode> rules = new ArrayList<>();
    for (int i = 0; i < RULES_OF_POLICY; i++) {
      ObjectNode peer =
          i % 2 == 0
              ? role("other-%d-%d".formatted(policy, i))
              : block("172.%d.%d.0/24".formatted(64 + policy, i));
      rules.add(rule(side, peer, FIRST_PORT + i));
    }
    return rules;
  }

  private static ObjectNode rule(String side, ObjectNode peer, int... ports) {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    rule.putArray(side).add(peer);
    ArrayNode list = rule.putArray("ports");
    for (int port : ports) {
      list.addObject().put("protocol", "TCP").put("port", port);
    }
    return rule;
  }

  private static ObjectNode role(String role) {
    ObjectNode peer = JsonNodeFactory.instance.objectNode();
    peer.putObject("podSelector").putObject("matchLabels").put("role", role);
    return peer;
  }

  private static ObjectNode block(String cidr) {
    ObjectNode peer = JsonNodeFactory.instance.objectNode();
    peer.putObject("ipBlock").put("cidr", cidr);
    return peer;
  }

  private static KubernetesObject policy(
      String name, String role, String direction, String side, List<ObjectNode> rules) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
    json.putObject("metadata").put("name", name).put("namespace", "bench");
    ObjectNode spec = json.putObject("spec");
    spec.putObject("podSelector").putObject("matchLabels").put("role", role);
    spec.putArray("policyTypes").add(side.equals("from") ? "Ingress" : "Egress");
    ArrayNode list = spec.putArray(direction);
    rules.forEach(list::add);
    return new KubernetesObject(json);
  }
}
