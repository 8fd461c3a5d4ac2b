package io.weft.lab.bench.traffic;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.load.LoadServer;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One node with two groups of Pods, each a client and some servers behind a Service: `plain` ones
/// that no policy selects, and `guarded` ones under 10,000 rules. IPv4.
public final class TrafficLab implements AutoCloseable {

  /// Where Services serve, and servers by themselves.
  public static final int PORT = 8080;

  /// Where servers listen behind Services. Another port than their own, for a switch may have to take
  /// care of clients that come to one port by a Service and past it.
  private static final int BEHIND = 8081;

  private static final String NODE = "n1";

  /// The groups of Pods.
  public enum Group {
    PLAIN("plain", "10.96.200.1"),
    GUARDED("guarded", "10.96.200.2");

    private final String word;
    private final String clusterIp;

    Group(String word, String clusterIp) {
      this.word = word;
      this.clusterIp = clusterIp;
    }

    private String client() {
      return word + "-client";
    }

    private String server(int number) {
      return word + "-server-" + number;
    }

    private String servers() {
      return word + "-server";
    }
  }

  private final Lab lab;
  private final int count;
  private final List<LoadServer> servers = new ArrayList<>();

  private TrafficLab(Lab lab, int count) {
    this.lab = lab;
    this.count = count;
  }

  /// Brings it up; every lane has been tried when it returns.
  ///
  /// @param servers how many servers each group has: a switch in user space asks each of its ports
  ///     for packets in every turn of its loop, so every Pod costs all of them
  /// @param groups which groups it shall have
  public static TrafficLab up(int servers, Group... groups) {
    Lab lab = BenchLab.up(1, false);
    TrafficLab traffic = new TrafficLab(lab, servers);
    try {
      for (Group group : groups) {
        traffic.add(group);
      }
      return traffic;
    } catch (RuntimeException e) {
      traffic.close();
      throw e;
    }
  }

  private void add(Group group) {
    if (group == Group.GUARDED) {
      lab.apply(Policies.of(group.client(), group.servers(), PORT, BEHIND));
    }
    List<KubernetesObject> pods = new ArrayList<>();
    pods.add(pod(group.client(), group.client()));
    for (int i = 1; i <= count; i++) {
      pods.add(pod(group.server(i), group.servers()));
    }
    lab.apply(pods);
    lab.apply(List.of(service(group), endpoints(group, group.word)));
    for (int i = 1; i <= count; i++) {
      LabPod server = BenchLab.find(lab, group.server(i));
      servers.add(LoadServer.open(server.namespace(), PORT));
      servers.add(LoadServer.open(server.namespace(), BEHIND));
    }
    var _ = direct(group).connect(1);
    var _ = byService(group).connect(1);
  }

  private static KubernetesObject pod(String name, String role) {
    return BenchLab.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: bench, labels: {role: %s}}
        spec: {nodeName: %s, containers: [{name: c}]}
        """
            .formatted(name, role, NODE));
  }

  private static KubernetesObject service(Group group) {
    return BenchLab.object(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: bench}
        spec:
          type: ClusterIP
          clusterIP: %s
          clusterIPs: [%s]
          ports: [{protocol: TCP, port: %d, targetPort: %d}]
        """
            .formatted(group.word, group.clusterIp, group.clusterIp, PORT, BEHIND));
  }

  /// A slice of the group's servers.
  ///
  /// @param service for the Service of this name
  public KubernetesObject endpoints(Group group, String service) {
    List<String> addresses = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      addresses.add(address(group.server(i)).toString());
    }
    return BenchLab.object(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s-1
          namespace: bench
          labels: {kubernetes.io/service-name: %s}
        addressType: IPv4
        ports: [{protocol: TCP, port: %d}]
        endpoints: [%s]
        """
            .formatted(
                service,
                service,
                BEHIND,
                addresses.stream()
                    .map(a -> "{addresses: [%s], nodeName: %s}".formatted(a, NODE))
                    .collect(Collectors.joining(", "))));
  }

  private IpAddress address(String pod) {
    return BenchLab.find(lab, pod).addresses().getFirst();
  }

  /// From the group's client to its first server.
  public Lane direct(Group group) {
    return lane(group, address(group.server(1)), PORT);
  }

  /// From the group's client to its Service.
  public Lane byService(Group group) {
    return lane(group, IpAddress.parse(group.clusterIp), PORT);
  }

  /// From the group's client to its first server, where that is behind the Service.
  public Lane pastService(Group group) {
    return lane(group, address(group.server(1)), BEHIND);
  }

  private Lane lane(Group group, IpAddress to, int port) {
    LabPod client = BenchLab.find(lab, group.client());
    return new Lane(node().ovs(), client.namespace(), to, port);
  }

  public Lab lab() {
    return lab;
  }

  public LabNode node() {
    return lab.node(NODE);
  }

  /// Takes everything down.
  @Override
  public void close() {
    servers.forEach(LoadServer::close);
    lab.close();
  }
}
