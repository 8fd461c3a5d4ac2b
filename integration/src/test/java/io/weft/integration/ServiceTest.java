package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.Lab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.ObjectId;
import io.weft.lab.state.StateWriter;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Answer;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Services on a running lab: Pods `it/a`, `it/b` and `it/e` on n1, `it/c` and `it/d` on n2, and
/// `it/api` in n1's own network.
class ServiceTest {

  private static final Duration SHORT = Duration.ofMillis(700);
  private static final Duration PATIENT = Duration.ofSeconds(4);
  private static final IpAddress VIP = IpAddress.parse("10.96.0.10");
  private static final ServiceYaml WEB = ServiceYaml.tcp("web", "10.96.0.10");

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Lab.up(LabSpec.ofNodes("itsvc", 2, false, Tunnel.GENEVE));
    lab.apply(
        SharedLab.objects(
            SharedLab.pod("a", "n1", false),
            SharedLab.pod("b", "n1", false),
            SharedLab.pod("e", "n1", false),
            SharedLab.pod("c", "n2", false),
            SharedLab.pod("d", "n2", false),
            SharedLab.pod("api", "n1", true)));
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  @AfterEach
  void noServices() {
    lab.delete(
        lab.objects().stream()
            .map(object -> object.id())
            .filter(id -> !id.kind().equals("Pod") && !id.kind().equals("Node"))
            .toList());
  }

  @Test
  void aDeniedConnectionToAServiceStaysDeniedForEveryLaterPacket() {
    WEB.udp().apply(lab, pod("b"));
    lab.apply(SharedLab.objects(isolated("b")));
    try (Conversation datagrams = converse("a", VIP, Protocol.UDP, 0)) {
      for (int i = 0; i < 3; i++) {
        assertThat(datagrams.exchange()).isInstanceOf(Outcome.Dropped.class);
      }
    }
    lab.delete(List.of(new ObjectId("NetworkPolicy", "it", "shut")));
    WEB.apply(lab, pod("b"));
    assertThat(ask(pod("a").namespace(), VIP, SHORT)).isInstanceOf(Outcome.Answered.class);
    lab.apply(SharedLab.objects(isolated("b")));
    assertThat(ask(pod("a").namespace(), VIP, PATIENT))
        .as("the kernel repeats its first packet twice in that time")
        .isInstanceOf(Outcome.Dropped.class);
  }

  @Test
  void everybodyReachesTheApiServerAlsoOnItsOwnNode() {
    IpAddress vip = IpAddress.parse("10.96.0.1");
    ServiceYaml.tcp("kubernetes", "10.96.0.1").apply(lab, pod("api"));
    for (NetworkNamespace from :
        List.of(
            lab.node("n1").namespace(),
            lab.node("n2").namespace(),
            pod("a").namespace(),
            pod("c").namespace())) {
      assertThat(answer(ask(from, vip, PATIENT)).endpoint()).as(from.name()).isEqualTo("it/api");
    }
  }

  @Test
  void aPodReachesItselfThroughItsService() {
    WEB.apply(lab, pod("a"));
    assertThat(answer(ask(pod("a").namespace(), VIP, SHORT)).endpoint()).isEqualTo("it/a");
  }

  @Test
  void datagramsMoveOnWhenTheirEndpointVanishedWhileNoAgentWasThere() {
    ServiceYaml dns = WEB.udp();
    dns.apply(lab, pod("c"));
    try (Conversation client = converse("a", VIP, Protocol.UDP, 0)) {
      assertThat(answer(client.exchange()).endpoint()).isEqualTo("it/c");
      lab.node("n1").agent().kill();
      new StateWriter(lab.paths().state())
          .put(SharedLab.objects(dns.slice(ServiceYaml.ready(pod("d")))).getFirst());
      assertThat(answer(client.exchange()).endpoint()).as("without agent").isEqualTo("it/c");
      lab.node("n1").agent().startAgain();
      lab.node("n1").agent().awaitReady(Duration.ofSeconds(60));
      Waiting.until(
          "datagrams to the new endpoint",
          Duration.ofSeconds(15),
          () ->
              client.exchange() instanceof Outcome.Answered(Answer seen)
                  && seen.endpoint().equals("it/d"));
    }
    lab.apply(SharedLab.objects(dns.slice(ServiceYaml.ready(pod("d")))));
  }

  @Test
  void anEndpointCostsOneMessageAboutItsServiceHoweverManyThereAre() {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ServiceYaml other = ServiceYaml.tcp("other" + i, "10.96.1." + (1 + i));
      others.add(other.service());
      others.add(other.slice(ServiceYaml.ready(pod("b")), ServiceYaml.ready(pod("c"))));
    }
    lab.apply(SharedLab.objects(others.toArray(String[]::new)));
    WEB.apply(lab, pod("b"), pod("c"));
    Messages before = Messages.of("n1");
    WEB.apply(lab, pod("b"), pod("c"), pod("d"));
    Messages more = Messages.of("n1");
    assertThat(more).isEqualTo(new Messages(before.flows(), before.groups() + 1));
    WEB.apply(lab, pod("b"), pod("d"));
    Messages fewer = Messages.of("n1");
    assertThat(fewer).isEqualTo(new Messages(more.flows(), more.groups() + 1));
    WEB.apply(lab, pod("b"), pod("e"));
    assertThat(Messages.of("n1")).isEqualTo(new Messages(fewer.flows(), fewer.groups() + 1));
    for (int i = 0; i < 12; i++) {
      assertThat(answer(ask(pod("a").namespace(), VIP, SHORT)).endpoint()).isIn("it/b", "it/e");
    }
    String buckets = lab.node("n1").ovs().ofctl("dump-groups", "br-int").run();
    assertThat(buckets).contains(pod("e").addresses().getFirst() + ":80");
    assertThat(status("n1").at("/flows/refused")).isEmpty();
  }

  @Test
  void aGroupThatGrewAndShrankByBucketsIsWhatAFreshAgentWants() {
    WEB.apply(lab, pod("c"), pod("d"));
    WEB.apply(lab, pod("b"), pod("c"), pod("d"));
    WEB.apply(lab, pod("a"), pod("b"), pod("c"), pod("d"));
    WEB.apply(lab, pod("a"), pod("c"), pod("d"), pod("e"));
    WEB.apply(lab, pod("a"), pod("d"), pod("e"));
    lab.node("n1").agent().kill();
    lab.node("n1").agent().startAgain();
    lab.node("n1").agent().awaitReady(Duration.ofSeconds(60));
    assertThat(Messages.of("n1")).isEqualTo(new Messages(0, 0));
  }

  /// How many modifications an agent has sent.
  private record Messages(long flows, long groups) {
    static Messages of(String node) {
      JsonNode sent = status(node).at("/flows/messages");
      return new Messages(sent.path("flowMods").asLong(), sent.path("groupMods").asLong());
    }
  }

  @Test
  void aMalformedServiceOrSliceIsReportedByNameAndChangesNothingElse() {
    WEB.apply(lab, pod("b"), pod("c"));
    List<String> flows = dump("dump-flows");
    List<String> groups = dump("dump-groups");
    lab.apply(
        SharedLab.objects(
            ServiceYaml.tcp("bad", "10.96.0.999").service(),
            ServiceYaml.tcp("worse", "10.96.0.20").service(),
            ServiceYaml.tcp("worse", "10.96.0.20")
                .slice("- {addresses: [nonsense], conditions: {ready: true}}")));
    String report = status("n1").toString();
    assertThat(report).contains("Service it/bad").contains("10.96.0.999");
    assertThat(report).contains("EndpointSlice it/worse-1").contains("nonsense");
    assertThat(dump("dump-groups")).isEqualTo(groups);
    assertThat(dump("dump-flows")).containsAll(flows).hasSize(flows.size() + 1);
    assertThat(ask(pod("a").namespace(), VIP, SHORT)).isInstanceOf(Outcome.Answered.class);
    assertThat(ask(pod("a").namespace(), IpAddress.parse("10.96.0.20"), SHORT))
        .as("a Service without endpoints that can be read")
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void anExternalAddressThatTwoServicesWantIsTheFirstOnesAndTheOtherIsNamed() {
    String external = "externalIPs: [192.0.2.77]";
    ServiceYaml first = ServiceYaml.tcp("first", "10.96.0.31").with(external);
    ServiceYaml second = ServiceYaml.tcp("second", "10.96.0.32").with(external);
    second.apply(lab, pod("c"));
    IpAddress address = IpAddress.parse("192.0.2.77");
    assertThat(answer(ask(pod("a").namespace(), address, PATIENT)).endpoint()).isEqualTo("it/c");
    first.apply(lab, pod("b"));
    assertThat(answer(ask(pod("a").namespace(), address, PATIENT)).endpoint()).isEqualTo("it/b");
    assertThat(status("n1").path("warnings").toString())
        .contains("Service it/second is not served at 192.0.2.77 TCP port 80: Service it/first");
    lab.delete(List.of(new ObjectId("Service", "it", "first")));
    assertThat(answer(ask(pod("a").namespace(), address, PATIENT)).endpoint()).isEqualTo("it/c");
    assertThat(status("n1").path("warnings")).isEmpty();
  }

  private static List<String> dump(String command) {
    return lab.node("n1")
        .ovs()
        .ofctl(command, "br-int")
        .run()
        .lines()
        .map(String::strip)
        .sorted()
        .toList();
  }

  @Test
  void manyConnectionsThroughOneServiceNeedFewDecisionsOfTheSwitch() {
    WEB.apply(lab, pod("b"), pod("e"), pod("c"));
    int flowsBefore = datapathFlows();
    connect(100);
    long missed = missed();
    connect(1000);
    assertThat(missed() - missed).as("upcalls of 1000 connections").isLessThanOrEqualTo(50);
    assertThat(datapathFlows() - flowsBefore).as("megaflows").isLessThanOrEqualTo(45);
  }

  private static void connect(int count) {
    for (int done = 0; done < count; done += 20) {
      Probe probe = probe(pod("a").namespace(), VIP, Protocol.TCP, 80, PATIENT);
      assertThat(lab.prober().run(Stream.generate(() -> probe).limit(20).toList()))
          .allMatch(Outcome::reached);
    }
  }

  private static long missed() {
    Matcher matcher =
        Pattern.compile("missed:(\\d+)").matcher(lab.node("n1").ovs().appctl("dpctl/show").run());
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static int datapathFlows() {
    return (int) lab.node("n1").ovs().appctl("dpctl/dump-flows").run().lines().count();
  }

  /// Nobody may reach the Pod.
  private static String isolated(String app) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: shut, namespace: it}
    spec: {podSelector: {matchLabels: {app: %s}}, policyTypes: [Ingress]}
    """
        .formatted(app);
  }

  private static LabPod pod(String name) {
    return lab.pod("it", name).orElseThrow();
  }

  private static JsonNode status(String node) {
    return lab.node(node).agent().client().ask("/status").json();
  }

  private static Answer answer(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    return ((Outcome.Answered) outcome).answer();
  }

  private static Outcome ask(NetworkNamespace from, IpAddress to, Duration patience) {
    return lab.prober().run(List.of(probe(from, to, Protocol.TCP, 80, patience))).getFirst();
  }

  private static Probe probe(
      NetworkNamespace from, IpAddress to, Protocol protocol, int port, Duration patience) {
    return new Probe(from, Optional.empty(), to, protocol, port, Optional.empty(), patience);
  }

  private static Conversation converse(
      String from, IpAddress to, Protocol protocol, int sourcePort) {
    return lab.prober().converse(probe(pod(from).namespace(), to, protocol, 80, SHORT), sourcePort);
  }
}
