package io.weft.lab.bench.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.Lab;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectList;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A cluster of many nodes as one node's agent sees it: Pods of 500 applications in 20 namespaces,
/// Services with two endpoints each, and policies that each let one application of a namespace be
/// reached by another on one port. IPv4 and IPv6 everywhere.
///
/// @param nodes how many, 2 to 250; the first is the one that is measured
/// @param pods how many on the other nodes
/// @param services how many
/// @param policies how many
record BigCluster(int nodes, int pods, int services, int policies) {

  private static final int NAMESPACES = 20;
  private static final int APPLICATIONS = 500;

  /// What the target is stated for, on 100 nodes.
  static final BigCluster OF_THE_TARGET = new BigCluster(100, 10_000, 5_000, 1_000);

  /// Writes everything but the first node where a lab's agents read, as lists of 500 beside the lab's
  /// own objects.
  void write(Lab lab) {
    new StateWriter(lab.paths().state()).putLists(ObjectList.lists(objects(), ObjectList.LENGTH));
  }

  /// Writes objects there that the lab itself knows nothing of.
  static void write(Lab lab, List<KubernetesObject> objects) {
    StateWriter state = new StateWriter(lab.paths().state());
    objects.forEach(state::put);
  }

  /// All objects but the first node.
  List<KubernetesObject> objects() {
    List<KubernetesObject> objects = new ArrayList<>();
    IntStream.range(0, NAMESPACES).forEach(i -> objects.add(namespace(i)));
    IntStream.rangeClosed(2, nodes).forEach(i -> objects.add(node(i)));
    IntStream.range(0, pods).forEach(i -> objects.add(pod(i)));
    IntStream.range(0, services).forEach(i -> objects.addAll(service(i)));
    IntStream.range(0, policies).forEach(i -> objects.add(policy(i)));
    return objects;
  }

  private static KubernetesObject parse(String json) {
    try {
      return new KubernetesObject((ObjectNode) ObjectReader.JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + json, e);
    }
  }

  private static String namespaceOf(int application) {
    return "team-" + application % NAMESPACES;
  }

  private static KubernetesObject namespace(int i) {
    return parse(
        """
        {"apiVersion": "v1", "kind": "Namespace",
         "metadata": {"name": "team-%d", "labels": {"kubernetes.io/metadata.name": "team-%d", "tier": "t%d"}}}
        """
            .formatted(i, i, i % 4));
  }

  private static KubernetesObject node(int i) {
    return parse(
        """
        {"apiVersion": "v1", "kind": "Node",
         "metadata": {"name": "n%d", "labels": {"kubernetes.io/hostname": "n%d"}},
         "spec": {"podCIDR": "10.244.%d.0/24", "podCIDRs": ["10.244.%d.0/24", "fd00:10:244:%x::/64"]},
         "status": {"addresses": [
           {"type": "InternalIP", "address": "172.18.0.%d"},
           {"type": "InternalIP", "address": "fd00:172:18::%x"}]}}
        """
            .formatted(i, i, i, i, i, 2 + i, 256 + i));
  }

  /// Pods lie on the nodes but the first, by turns.
  private String ipv4(int pod) {
    return "10.244.%d.%d".formatted(2 + pod % (nodes - 1), 3 + pod / (nodes - 1));
  }

  private String ipv6(int pod) {
    return "fd00:10:244:%x::%x".formatted(2 + pod % (nodes - 1), 3 + pod / (nodes - 1));
  }

  private KubernetesObject pod(int i) {
    int application = i % APPLICATIONS;
    return parse(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "app-%d-%d", "namespace": "%s", "uid": "00000000-0000-4000-8000-%012d",
           "labels": {"app": "app-%d", "version": "v%d", "part-of": "suite-%d"}},
         "spec": {"nodeName": "n%d", "containers": [
           {"name": "main", "image": "registry.example/app:1", "ports": [{"name": "http", "containerPort": 8080}]}]},
         "status": {"phase": "Running", "podIP": "%s", "podIPs": [{"ip": "%s"}, {"ip": "%s"}],
           "conditions": [{"type": "Ready", "status": "True"}]}}
        """
            .formatted(
                application,
                i,
                namespaceOf(application),
                i,
                application,
                i % 3,
                application % 50,
                2 + i % (nodes - 1),
                ipv4(i),
                ipv4(i),
                ipv6(i)));
  }

  /// The Service and its EndpointSlices, one per family.
  private List<KubernetesObject> service(int i) {
    String namespace = namespaceOf(i % APPLICATIONS);
    String ipv4 = "10.%d.%d.%d".formatted(100 + i / 62_500, i / 250 % 250, 1 + i % 250);
    List<KubernetesObject> objects = new ArrayList<>();
    objects.add(
        parse(
            """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "svc-%d", "namespace": "%s"},
             "spec": {"type": "ClusterIP", "clusterIP": "%s", "clusterIPs": ["%s", "fd00:10:96::%x"],
               "ipFamilies": ["IPv4", "IPv6"], "selector": {"app": "app-%d"},
               "ports": [{"name": "http", "protocol": "TCP", "port": 80, "targetPort": 8080}]}}
            """
                .formatted(i, namespace, ipv4, ipv4, 0x1000 + i, i % APPLICATIONS)));
    List<Integer> backends = List.of(2 * i % pods, (2 * i + 1) % pods);
    objects.add(slice(i, namespace, "IPv4", backends.stream().map(this::ipv4).toList()));
    objects.add(slice(i, namespace, "IPv6", backends.stream().map(this::ipv6).toList()));
    return objects;
  }

  private static KubernetesObject slice(
      int i, String namespace, String family, List<String> addresses) {
    List<String> endpoints =
        addresses.stream()
            .map(
                "{\"addresses\": [\"%s\"], \"conditions\": {\"ready\": true}, \"nodeName\": \"n2\"}"
                    ::formatted)
            .toList();
    return parse(
        """
        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "%s",
         "metadata": {"name": "svc-%d-%s", "namespace": "%s", "labels": {"kubernetes.io/service-name": "svc-%d"}},
         "ports": [{"name": "http", "protocol": "TCP", "port": 8080}],
         "endpoints": [%s]}
        """
            .formatted(
                family,
                i,
                family.toLowerCase(Locale.ROOT),
                namespace,
                i,
                String.join(", ", endpoints)));
  }

  private static KubernetesObject policy(int i) {
    int application = i % APPLICATIONS;
    return parse(
        """
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
         "metadata": {"name": "allow-%d", "namespace": "%s"},
         "spec": {"podSelector": {"matchLabels": {"app": "app-%d"}}, "policyTypes": ["Ingress"],
           "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "app-%d"}}}],
             "ports": [{"protocol": "TCP", "port": %d}]}]}}
        """
            .formatted(
                i,
                namespaceOf(application),
                application,
                (application + NAMESPACES) % APPLICATIONS,
                8080 + i / APPLICATIONS));
  }

  /// Pods of the first node, without addresses: whoever applies them attaches them.
  ///
  /// @param count how many
  static List<KubernetesObject> local(String node, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            parse(
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "local-%d", "namespace": "%s", "labels": {"app": "app-%d", "version": "v0"}},
                 "spec": {"nodeName": "%s", "containers": [{"name": "main"}]}}
                """
                    .formatted(i, namespaceOf(i % APPLICATIONS), i % APPLICATIONS, node)))
        .toList();
  }
}
