package io.weft.integration;

import io.weft.lab.Lab;
import io.weft.lab.pod.LabPod;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.List;

/// Services and their slices of namespace `it`, as YAML; endpoints are Pods of a lab.
///
/// @param name the name of the Service
/// @param address its ClusterIP
/// @param port its port, the same at the endpoints
/// @param protocol TCP or UDP
/// @param more further lines of the `spec`, in flow style with a comma before each
record ServiceYaml(String name, String address, int port, String protocol, String more) {

  /// A Service at TCP port 80.
  static ServiceYaml tcp(String name, String address) {
    return new ServiceYaml(name, address, 80, "TCP", "");
  }

  ServiceYaml udp() {
    return new ServiceYaml(name, address, port, "UDP", more);
  }

  ServiceYaml with(String moreLines) {
    return new ServiceYaml(name, address, port, protocol, more + ", " + moreLines);
  }

  String service() {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s, namespace: it}
    spec: {clusterIP: "%s", clusterIPs: ["%s"], ports: [{name: p, port: 80, protocol: %s%s}]%s}
    """
        .formatted(name, address, address, protocol, nodePort(), more);
  }

  private String nodePort() {
    return more.contains("NodePort") || more.contains("LoadBalancer") ? ", nodePort: 30080" : "";
  }

  /// A ready endpoint.
  static String ready(LabPod pod) {
    return endpoint(pod, pod.addresses().getFirst(), true);
  }

  /// An endpoint that still serves while it goes away.
  static String terminating(LabPod pod) {
    return endpoint(pod, pod.addresses().getFirst(), false);
  }

  private static String endpoint(LabPod pod, IpAddress address, boolean ready) {
    return "- {addresses: [\"%s\"], conditions: {ready: %s, serving: true, terminating: %s}, nodeName: %s}"
        .formatted(address, ready, !ready, pod.object().spec("nodeName").asText());
  }

  /// The Service's only slice.
  String slice(String... endpoints) {
    return slice(List.of(endpoints));
  }

  String slice(List<String> endpoints) {
    String head =
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %1$s-1, namespace: it, labels: {kubernetes.io/service-name: %1$s}}
        addressType: %5$s
        ports: [{name: p, port: %2$d, protocol: %3$s}]
        endpoints:%4$s
        """
            .formatted(name, port, protocol, endpoints.isEmpty() ? " []" : "", addressType());
    return head + String.join("\n", endpoints) + "\n";
  }

  private String addressType() {
    return family() == IpFamily.IPV4 ? "IPv4" : "IPv6";
  }

  private IpFamily family() {
    return IpAddress.parse(address).family();
  }

  /// Puts the Service in force with these ready endpoints, at their addresses of its family.
  void apply(Lab lab, LabPod... pods) {
    List<String> endpoints = new ArrayList<>();
    for (LabPod pod : pods) {
      pod.addresses().stream()
          .filter(own -> own.family() == family())
          .forEach(own -> endpoints.add(endpoint(pod, own, true)));
    }
    lab.apply(SharedLab.objects(service(), slice(endpoints)));
  }
}
