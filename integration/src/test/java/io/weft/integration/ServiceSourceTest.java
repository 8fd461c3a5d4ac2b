package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Lab;
import io.weft.lab.pod.LabPod;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Answer;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whom endpoints see when a client outside comes by policy Local: one node with Pod `it/a` and
/// `it/api` in the node's own network, both families.
class ServiceSourceTest {

  private static final int NODE_PORT = 30_080;

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Lab.up(LabSpec.ofNodes("itsrc", 1, true, Tunnel.GENEVE));
    lab.apply(SharedLab.objects(SharedLab.pod("a", "n1", false), SharedLab.pod("api", "n1", true)));
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  static Stream<Arguments> transports() {
    return Stream.of(IpFamily.values())
        .flatMap(family ->
            Stream.of(Protocol.TCP, Protocol.UDP).map(protocol -> Arguments.of(family, protocol)));
  }

  @ParameterizedTest
  @MethodSource("transports")
  void everyEndpointSeesTheClientsOwnAddressProcessesOfTheNodeToo(
      IpFamily family, Protocol protocol) {
    service(family, protocol, "nodePort: " + NODE_PORT, "", "api");
    assertThat(seen(family, protocol, NODE_PORT)).isEqualTo("it/api");
    service(family, protocol, "nodePort: " + NODE_PORT, "", "api", "a");
    Set<String> endpoints = new TreeSet<>();
    for (int i = 0; i < 100 && endpoints.size() < 2; i++) {
      endpoints.add(seen(family, protocol, NODE_PORT));
    }
    assertThat(endpoints).containsExactly("it/a", "it/api");
    service(family, protocol, "nodePort: " + NODE_PORT, "", "a");
    assertThat(seen(family, protocol, NODE_PORT)).as("the next endpoint").isEqualTo("it/a");
  }

  @ParameterizedTest
  @EnumSource
  void aProcessAtTheExternalAddressItselfGetsAllClients(IpFamily family) {
    String external = "externalIPs: ['%s'], ".formatted(node(family));
    service(family, Protocol.TCP, "targetPort: 80", external, "api", "a");
    for (int i = 0; i < 10; i++) {
      assertThat(seen(family, Protocol.TCP, 80)).isEqualTo("it/api");
    }
  }

  /// The endpoint that answers a client outside, which it must have seen by its own address.
  private static String seen(IpFamily family, Protocol protocol, int port) {
    IpAddress client = of(family, lab.outside("e1"));
    Probe probe =
        new Probe(
            lab.paths().hub(),
            Optional.of(client),
            node(family),
            protocol,
            port,
            Optional.empty(),
            Duration.ofSeconds(4));
    Outcome outcome = lab.prober().run(List.of(probe)).getFirst();
    assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    Answer answer = ((Outcome.Answered) outcome).answer();
    assertThat(answer.source()).as("seen by %s", answer.endpoint()).isEqualTo(client);
    return answer.endpoint();
  }

  private static IpAddress node(IpFamily family) {
    return of(family, lab.node("n1").spec().addresses());
  }

  private static IpAddress of(IpFamily family, List<IpAddress> addresses) {
    return addresses.stream().filter(a -> a.family() == family).findFirst().orElseThrow();
  }

  /// Puts the Service in force with these Pods as its endpoints.
  private static void service(
      IpFamily family, Protocol protocol, String port, String more, String... pods) {
    String address = family == IpFamily.IPV4 ? "10.96.0.10" : "fd00:10:96::10";
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: it}
        spec:
          {type: NodePort, %sexternalTrafficPolicy: Local, clusterIP: '%s', clusterIPs: ['%s'],
           ports: [{name: p, port: 80, protocol: %s, %s}]}
        """
            .formatted(more, address, address, protocol, port);
    StringBuilder slice = new StringBuilder();
    slice.append(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: it, labels: {kubernetes.io/service-name: web}}
        addressType: %s
        ports: [{name: p, port: 80, protocol: %s}]
        endpoints:
        """
            .formatted(family == IpFamily.IPV4 ? "IPv4" : "IPv6", protocol));
    for (String name : pods) {
      LabPod pod = lab.pod("it", name).orElseThrow();
      slice.append(
          "- {addresses: ['%s'], conditions: {ready: true}, nodeName: n1}\n"
              .formatted(of(family, pod.addresses())));
    }
    lab.apply(SharedLab.objects(service, slice.toString()));
  }
}
