package io.weft.lab;

import io.weft.lab.agent.Distribution;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;

/// Records the agent's start-up cache: a program that the build runs once, with
/// `-Dweft.record=true`.
///
/// An agent does in a lab of one node what agents do when they start, and a little of what comes
/// after: two Pods attached and detached, a list of each kind of object read, compiled and sent. Its
/// classes, loaded and linked, are what the cache keeps.
public final class StartupCache {

  private static final String PODS =
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, spec: {nodeName: n1}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x}, spec: {nodeName: n1}}
      """;

  /// A little of everything that a cluster has.
  private static final String CLUSTER =
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: x, labels: {team: a}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: far, namespace: x, labels: {app: far}}
      spec: {nodeName: n2, containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
      status: {phase: Running, podIPs: [{ip: 10.245.0.1}, {ip: "fd00:245::1"}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: s, namespace: x}
      spec:
        type: NodePort
        clusterIP: 10.97.0.1
        clusterIPs: [10.97.0.1]
        sessionAffinity: None
        ports: [{name: http, protocol: TCP, port: 80, nodePort: 30080}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: t, namespace: x}
      spec: {clusterIP: 10.97.0.2, clusterIPs: [10.97.0.2], ports: [{name: http, port: 80}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: s-1, namespace: x, labels: {kubernetes.io/service-name: s}}
      addressType: IPv4
      ports: [{name: http, protocol: TCP, port: 8080}]
      endpoints:
      - {addresses: [10.245.0.1], nodeName: n2, conditions: {ready: true, serving: true}}
      - {addresses: [10.245.0.2], nodeName: n2, conditions: {ready: true, serving: true}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: p, namespace: x}
      spec:
        podSelector: {}
        policyTypes: [Ingress, Egress]
        ingress:
        - from:
          - {podSelector: {matchLabels: {app: far}}, namespaceSelector: {matchLabels: {team: a}}}
          ports: [{protocol: TCP, port: http}]
        egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]
      """;

  private StartupCache() {}

  /// The program.
  public static void main(String[] arguments) {
    if (!Distribution.recording()) {
      throw new IllegalStateException("run it with -D%s=true".formatted(Distribution.RECORD));
    }
    try (Lab lab = Lab.up(LabSpec.ofNodes("record", 1, true, Tunnel.GENEVE))) {
      lab.apply(ObjectReader.parse("pods", PODS));
      lab.announceLists(ObjectReader.parse("cluster", CLUSTER));
      lab.settle();
      int _ = lab.node("n1").agent().client().ask("/status").status();
    }
  }
}
