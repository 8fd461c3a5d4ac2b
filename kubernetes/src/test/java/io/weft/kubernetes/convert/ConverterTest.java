package io.weft.kubernetes.convert;

import static io.weft.kubernetes.convert.Yaml.broken;
import static io.weft.kubernetes.convert.Yaml.convert;
import static io.weft.kubernetes.convert.Yaml.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConverterTest {

  @Test
  void aNodeHasItsAddressesAndBlocks() {
    Node node =
        read(
            Node.class,
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {a: b}}
            spec: {podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24, "fd00:1::/64"]}
            status:
              addresses:
              - {type: Hostname, address: n1}
              - {type: InternalIP, address: 192.0.2.1}
              - {type: ExternalIP, address: 198.51.100.1}
            """);
    assertThat(node)
        .isEqualTo(
            new Node(
                "n1",
                Labels.of(Map.of("a", "b")),
                List.of(IpAddress.parse("192.0.2.1")),
                List.of(IpAddress.parse("198.51.100.1")),
                List.of(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:1::/64"))));
  }

  @Test
  void theOlderSingleFieldsCountWhereTheListsAreMissing() {
    assertThat(
            read(
                    Node.class,
                    "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDR: 10.0.0.0/24}}")
                .podCidrs())
        .containsExactly(IpPrefix.parse("10.0.0.0/24"));
    assertThat(
            read(
                    Pod.class,
                    "{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {podIP: 10.0.0.5}}")
                .ips())
        .containsExactly(IpAddress.parse("10.0.0.5"));
    assertThat(
            read(
                    Service.class,
                    "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: 10.96.0.1}}")
                .clusterIps())
        .containsExactly(IpAddress.parse("10.96.0.1"));
  }

  @Test
  void nodesAndServicesKnowTheirAge() {
    String metadata = "metadata: {name: a, creationTimestamp: \"2026-01-02T03:04:05Z\"}";
    Instant created = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(read(Node.class, "{apiVersion: v1, kind: Node, " + metadata + "}").created())
        .isEqualTo(created);
    assertThat(read(Service.class, "{apiVersion: v1, kind: Service, " + metadata + "}").created())
        .isEqualTo(created);
    assertThat(
            read(
                    Service.class,
                    "{apiVersion: v1, kind: Service, metadata: {name: a, creationTimestamp: null}}")
                .created())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aNamespaceAlwaysHasItsNameAsALabel() {
    assertThat(read(Namespace.class, "{apiVersion: v1, kind: Namespace, metadata: {name: x}}"))
        .isEqualTo(new Namespace("x", Labels.of(Map.of("kubernetes.io/metadata.name", "x"))));
  }

  @Test
  void anEmptyPodGetsTheDefaultsOfTheApi() {
    Pod pod = read(Pod.class, "{apiVersion: v1, kind: Pod, metadata: {name: a}}");
    assertThat(pod.key()).isEqualTo(ObjectKey.pod("default", "a"));
    assertThat(pod.phase()).isEqualTo(Pod.Phase.PENDING);
    assertThat(pod.hostNetwork()).isFalse();
    assertThat(pod.terminating()).isFalse();
    assertThat(pod.nodeName()).isEmpty();
    assertThat(pod.ips()).isEmpty();
  }

  @Test
  void aPodHasThePortsOfTheContainersThatRunWithIt() {
    Pod pod =
        read(
            Pod.class,
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: x, uid: u1, labels: {app: web}, deletionTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              nodeName: n1
              hostNetwork: true
              containers:
              - ports: [{containerPort: 80, name: http}, {containerPort: 53, protocol: UDP}]
              initContainers:
              - {restartPolicy: Always, ports: [{containerPort: 9000}]}
              - {ports: [{containerPort: 9001}]}
            status: {phase: Running, podIPs: [{ip: 10.0.0.5}, {ip: "fd00::5"}, {}]}
            """);
    assertThat(pod.ports())
        .containsExactly(
            new Pod.ContainerPort("http", Protocol.TCP, 80),
            new Pod.ContainerPort("", Protocol.UDP, 53),
            new Pod.ContainerPort("", Protocol.TCP, 9000));
    assertThat(pod.ips()).hasSize(2);
    assertThat(pod.terminating()).isTrue();
    assertThat(pod.hostNetwork()).isTrue();
    assertThat(pod.uid()).isEqualTo("u1");
    assertThat(pod.nodeName()).contains("n1");
  }

  @Test
  void aServiceGetsTheDefaultsOfTheApi() {
    Service service =
        read(
            Service.class,
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: x}
            spec: {clusterIPs: [10.96.0.7], ports: [{port: 80, nodePort: 30080}]}
            """);
    assertThat(service.type()).isEqualTo(Service.Type.CLUSTER_IP);
    assertThat(service.ports())
        .containsExactly(new Service.Port("", Protocol.TCP, 80, OptionalInt.empty()));
    assertThat(service.affinity()).isEmpty();
    assertThat(service.externalTrafficLocal()).isFalse();
    assertThat(service.internalTrafficLocal()).isFalse();
    assertThat(service.loadBalancer()).isEqualTo(Service.LoadBalancer.NONE);
    assertThat(service.distribution()).isEqualTo(Service.TrafficDistribution.ANY);
  }

  @Test
  void aLoadBalancerServesItsVirtualAddressesOnly() {
    Service service =
        read(
            Service.class,
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: x}
            spec:
              type: LoadBalancer
              clusterIPs: ["10.96.0.7", "fd00:96::7"]
              externalIPs: [203.0.113.9]
              externalTrafficPolicy: Local
              internalTrafficPolicy: Local
              sessionAffinity: ClientIP
              healthCheckNodePort: 30999
              loadBalancerSourceRanges: [" 198.51.100.0/24 "]
              trafficDistribution: PreferClose
              publishNotReadyAddresses: true
              ports: [{name: http, port: 80, protocol: TCP, nodePort: 30080, targetPort: http}]
            status:
              loadBalancer:
                ingress: [{ip: 203.0.113.1}, {ip: 203.0.113.2, ipMode: Proxy}, {hostname: lb.example}]
            """);
    assertThat(service.loadBalancer())
        .isEqualTo(
            new Service.LoadBalancer(
                List.of(IpAddress.parse("203.0.113.1")),
                List.of(IpPrefix.parse("198.51.100.0/24")),
                OptionalInt.of(30999)));
    assertThat(service.affinity()).contains(Duration.ofHours(3));
    assertThat(service.externalTrafficLocal()).isTrue();
    assertThat(service.internalTrafficLocal()).isTrue();
    assertThat(service.publishNotReady()).isTrue();
    assertThat(service.distribution()).isEqualTo(Service.TrafficDistribution.PREFER_SAME_ZONE);
    assertThat(service.ports().getFirst().nodePort()).hasValue(30080);
    assertThat(service.externalIps()).containsExactly(IpAddress.parse("203.0.113.9"));
  }

  @Test
  void sourceRangesMayStandInTheOlderAnnotation() {
    Service service =
        read(
            Service.class,
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
              annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: "10.0.0.0/8, 192.0.2.0/24"}
            spec: {type: LoadBalancer, trafficDistribution: PreferSameNode}
            """);
    assertThat(service.loadBalancer().sourceRanges())
        .containsExactly(IpPrefix.parse("10.0.0.0/8"), IpPrefix.parse("192.0.2.0/24"));
    assertThat(service.distribution()).isEqualTo(Service.TrafficDistribution.PREFER_SAME_NODE);
  }

  @Test
  void aHeadlessServiceHasNoAddress() {
    assertThat(
            read(
                    Service.class,
                    "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIPs: [None]}}")
                .clusterIps())
        .isEmpty();
  }

  @Test
  void conditionsOfAnEndpointHaveTheirDefaults() {
    EndpointSlice slice =
        read(
            EndpointSlice.class,
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, namespace: x, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            endpoints:
            - {addresses: [10.0.0.5]}
            - {addresses: [10.0.0.6], conditions: {ready: false}}
            - addresses: [10.0.0.7]
              nodeName: n1
              zone: z1
              hints: {forZones: [{name: z2}, {name: z1}], forNodes: [{name: n1}]}
              conditions: {ready: false, serving: true, terminating: true}
            ports: [{name: http, port: 8080}, {name: any, port: null, protocol: UDP}]
            """);
    assertThat(slice.endpoints())
        .extracting(EndpointSlice.Endpoint::ready)
        .containsExactly(true, false, false);
    assertThat(slice.endpoints())
        .extracting(EndpointSlice.Endpoint::serving)
        .containsExactly(true, false, true);
    assertThat(slice.endpoints())
        .extracting(EndpointSlice.Endpoint::terminating)
        .containsExactly(false, false, true);
    assertThat(slice.endpoints().getLast().forZones()).containsExactly("z1", "z2");
    assertThat(slice.endpoints().getLast().forNodes()).containsExactly("n1");
    assertThat(slice.ports())
        .containsExactly(
            new EndpointSlice.EndpointPort("http", Protocol.TCP, OptionalInt.of(8080)),
            new EndpointSlice.EndpointPort("any", Protocol.UDP, OptionalInt.empty()));
  }

  @Test
  void aRangeOfServiceAddressesIsRead() {
    assertThat(
            read(
                ServiceCidr.class,
                """
                apiVersion: networking.k8s.io/v1
                kind: ServiceCIDR
                metadata: {name: kubernetes}
                spec: {cidrs: [10.96.0.0/16, "fd00:96::/112"]}
                """))
        .isEqualTo(
            new ServiceCidr(
                "kubernetes",
                List.of(IpPrefix.parse("10.96.0.0/16"), IpPrefix.parse("fd00:96::/112"))));
  }

  @Test
  void whatIsNoneOfANetworksBusinessIsSkippedWithAReason() {
    assertThat(convert("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}"))
        .hasToString(
            "Skipped[key=Optional.empty, reason=Deployment is not a kind that Weft reads]");
    assertThat(
            convert(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: ExternalName}}"))
        .isInstanceOf(Conversion.Skipped.class);
    assertThat(
            convert(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: a, labels: {service.kubernetes.io/service-proxy-name: other}}
                """))
        .isInstanceOf(Conversion.Skipped.class);
    assertThat(
            convert(
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a},"
                    + " addressType: FQDN}"))
        .isInstanceOf(Conversion.Skipped.class);
    assertThat(
            convert(
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a},"
                    + " addressType: IPv4}"))
        .isInstanceOf(Conversion.Skipped.class);
  }

  @Test
  void aFaultNamesTheFieldTheValueAndTheRemedy() {
    assertThat(
            broken(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{ports:"
                    + " [{containerPort: 70000}]}]}}"))
        .hasToString(
            "spec.containers[0].ports[0].containerPort: \"70000\": give a port from 1 to 65535");
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {podIP: 10.0.0}}"))
        .hasToString("status.podIP: \"10.0.0\": give an IPv4 or IPv6 address");
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {a: 1}}}"))
        .hasToString("metadata.labels.a: \"1\": give a text here; quote numbers and booleans");
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: A_b}}").toString())
        .startsWith("metadata.name: \"A_b\": give a name of lower-case");
    assertThat(broken("{apiVersion: v1, kind: Pod}")).hasToString("metadata.name: give it a value");
    assertThat(broken("{apiVersion: v2, kind: Pod, metadata: {name: a}}"))
        .hasToString("apiVersion: \"v2\": write the Pod as v1");
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: [1]}"))
        .hasToString("spec: \"[1]\": give an object here");
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {phase: Great}}"))
        .hasToString(
            "status.phase: \"Great\": give one of Failed, Pending, Running, Succeeded, Unknown");
    assertThat(broken("{metadata: {name: a}}")).hasToString("kind: give it a value");
  }

  @Test
  void moreFaultsThanThatAreFound() {
    assertThat(
            broken(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: \"yes\"}}"))
        .hasToString("spec.hostNetwork: \"yes\": give true or false here, without quotes");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {podIPs: [{ip: 10.0.0.1},"
                    + " {ip: 10.0.0.2}]}}"))
        .hasToString("status.podIPs[1].ip: \"10.0.0.2\": give at most one address of each family");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {podCIDRs: [10.0.0.0/24,"
                    + " 10.0.1.0/24]}}"))
        .hasToString("spec.podCIDRs[1]: \"10.0.1.0/24\": give at most one block of each family");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Node, metadata: {name: a}, spec: {podCIDRs: 10.0.0.0/24}}"))
        .hasToString("spec.podCIDRs: \"10.0.0.0/24\": give a list here");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {sessionAffinityConfig:"
                    + " {clientIP: {timeoutSeconds: 0}}}}"))
        .hasToString(
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds: \"0\": give 1 to 86400 seconds");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Service, metadata: {name: a, creationTimestamp: today}}"))
        .hasToString("metadata.creationTimestamp: \"today\": give a time as 2006-01-02T15:04:05Z");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port:"
                    + " \"80\"}]}}"))
        .hasToString("spec.ports[0].port: \"80\": give a whole number here, without quotes");
    assertThat(
            broken(
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv6
                endpoints: [{addresses: [10.0.0.5]}]
                """))
        .hasToString(
            "endpoints[0].addresses[0]: \"10.0.0.5\": give an address of the slice's addressType");
    assertThat(
            broken(
                """
                apiVersion: networking.k8s.io/v1
                kind: ServiceCIDR
                metadata: {name: a}
                spec: {cidrs: [10.96.0.0]}
                """))
        .hasToString("spec.cidrs[0]: \"10.96.0.0\": give a block as address/length");
  }

  @Test
  void labelsAreCheckedAsTheApiServerChecksThem() {
    assertThat(broken("{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: \"a,b\"}}}"))
        .hasToString(
            "metadata.labels.app: \"a,b\": give a label value: up to 63 letters, digits and"
                + " \"-_.\"");
    assertThat(
            broken("{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {\"a b\": c}}}")
                .toString())
        .contains("name the label \"a b\" with letters");
    assertThat(
            broken(
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{ports:"
                    + " [{containerPort: 80, name: Web}]}]}}"))
        .extracting(Fault::field)
        .isEqualTo("spec.containers[0].ports[0].name");
  }

  @Test
  void unknownFieldsAndNullsAreLeftAlone() {
    assertThat(
            convert(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a, labels: null, futureField: {x: [1, 2]}}
                spec: {containers: [{name: c, ports: null, resizePolicy: [{a: b}]}], nodeName: null}
                status: null
                """))
        .isInstanceOf(Conversion.Read.class);
  }
}
