package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.weft.lab.Lab;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.ObjectId;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Answer;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.ovsdb.control.SwitchVersion;
import io.weft.pipeline.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One client, one source port, two connections: one through a Service, one to the very endpoint that
/// the Service gave. On the wire to the endpoint they would be the same. Clients are `it/a` on n1 and that
/// node itself; endpoints `it/b` on n1 and `it/c` on n2.
class ServiceCollisionTest {

  private static final IpAddress VIP = IpAddress.parse("10.96.0.10");
  private static final ServiceYaml WEB = ServiceYaml.tcp("web", "10.96.0.10");
  private static final ServiceYaml WEB6 = ServiceYaml.tcp("web6", "fd00:10:96::10");
  private static final int PORTS = 43_000;
  private static final int MANY = 45_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Each fact uses a port that nobody used before.
  private static int port = 40_000;

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab =
        Lab.up(
            LabSpec.ofNodes("ittup", 2, true, Tunnel.GENEVE)
                .with("auditInterval", SharedLab.AUDIT));
    lab.apply(
        SharedLab.objects(
            SharedLab.pod("a", "n1", false),
            SharedLab.pod("b", "n1", false),
            SharedLab.pod("c", "n2", false)));
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aServiceConnectionGetsAnotherPortWhereADirectOneIsInItsWay(Way way) {
    way.service().apply(lab, pod(way.endpoint()));
    port++;
    try (Conversation direct = converse(way, address(way.endpoint(), way.family()));
        Conversation service = converse(way, way.virtual())) {
      assertThat(answer(direct.last()).sourcePort())
          .isNotEqualTo(answer(service.last()).sourcePort());
      bothLive(direct, service);
    }
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void aDirectConnectionGetsAnotherPortWhereAServiceOneIsInItsWay(Way way) {
    way.service().apply(lab, pod(way.endpoint()));
    port++;
    try (Conversation service = converse(way, way.virtual());
        Conversation direct = converse(way, address(way.endpoint(), way.family()))) {
      assertThat(answer(service.last()).sourcePort()).isEqualTo(port);
      otherPort(answer(direct.last()).sourcePort());
      bothLive(service, direct);
    }
  }

  private static void otherPort(int got) {
    if (version().isAtLeast(3, 3)) {
      assertThat(got).isNotEqualTo(port);
    } else {
      assertThat(got).isBetween(0x6000, 0x7fff);
    }
  }

  @Test
  void manyDirectConnectionsOfOneClientLiveAtOnce() {
    WEB.apply(lab, pod("b"));
    List<Conversation> open = new ArrayList<>();
    try {
      open.add(converse(pod("a"), MANY, VIP));
      for (int i = 0; i < 300; i++) {
        open.add(converse(pod("a"), MANY + i, address("b")));
      }
      assertThat(open).extracting(c -> answer(c.last()).sourcePort()).doesNotHaveDuplicates();
      open.forEach(c -> assertThat(c.exchange()).isInstanceOf(Outcome.Answered.class));
    } finally {
      open.forEach(Conversation::close);
    }
  }

  /// @param client the Pod `it/a`, or the node itself
  record Way(Protocol protocol, IpFamily family, String client, String endpoint) {

    NetworkNamespace namespace() {
      return client.equals("a") ? pod(client).namespace() : lab.node(client).namespace();
    }

    ServiceYaml service() {
      ServiceYaml tcp = family == IpFamily.IPV4 ? WEB : WEB6;
      return protocol == Protocol.TCP ? tcp : tcp.udp();
    }

    IpAddress virtual() {
      return IpAddress.parse(service().address());
    }
  }

  static List<Way> everyWay() {
    List<Way> ways = new ArrayList<>();
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      for (IpFamily family : IpFamily.values()) {
        for (String client : List.of("a", "n1")) {
          for (String endpoint : List.of("b", "c")) {
            ways.add(new Way(protocol, family, client, endpoint));
          }
        }
      }
    }
    return ways;
  }

  @Test
  void connectionsThatUseTheirTuplesAgainAndAgainDoTheSwitchNoHarm() {
    WEB.apply(lab, pod("b"));
    long pid = lab.node("n1").ovs().switchPid();
    for (int i = 0; i < 3_000; i++) {
      for (IpAddress to : new IpAddress[] {address("b"), VIP}) {
        try (Conversation brief = converse(pod("a"), PORTS + i % 50, to)) {
          assertThat(answer(brief.last()).endpoint()).isEqualTo("it/b");
        }
      }
    }
    assertThat(lab.node("n1").ovs().switchPid()).isEqualTo(pid);
    assertThat(ProcessHandle.of(pid)).isPresent();
  }

  @Test
  void whatTheSwitchLearnedGoesWithTheClientAndWithTheEndpoint() {
    assumeFalse(version().isAtLeast(3, 3), "asks conntrack, and learns nothing");
    lab.apply(
        SharedLab.objects(
            SharedLab.pod("client", "n1", false),
            SharedLab.pod("gone", "n2", false),
            SharedLab.pod("stays", "n1", false)));
    ServiceYaml two = ServiceYaml.tcp("two", "10.96.0.12");
    IpAddress gone = address("gone");
    for (String endpoint : new String[] {"gone", "stays"}) {
      two.apply(lab, pod(endpoint));
      for (String client : new String[] {"a", "client"}) {
        port++;
        try (Conversation service = converse(pod(client), port, IpAddress.parse(two.address()))) {
          assertThat(answer(service.last()).endpoint()).isEqualTo("it/" + endpoint);
        }
      }
    }
    assertThat(learned(gone)).hasSize(2);
    assertThat(learned(address("stays"))).hasSize(2);
    lab.delete(List.of(new ObjectId("Pod", "it", "gone"), new ObjectId("Pod", "it", "client")));
    Waiting.until("the endpoint forgotten", PATIENCE, () -> learned(gone).isEmpty());
    Waiting.until(
        "only what the client that stayed reached",
        PATIENCE,
        () -> learned(address("stays")).size() == 1);
  }

  private static List<String> learned(IpAddress endpoint) {
    return lab.node("n1")
        .ovs()
        .ofctl("dump-flows", "br-int", "table=" + Table.REACHED.number())
        .run()
        .lines()
        .filter(line -> line.contains("nw_dst=" + endpoint + ","))
        .toList();
  }

  private static void bothLive(Conversation one, Conversation other) {
    for (int i = 0; i < 3; i++) {
      assertThat(one.exchange()).isInstanceOf(Outcome.Answered.class);
      assertThat(other.exchange()).isInstanceOf(Outcome.Answered.class);
    }
  }

  private static SwitchVersion version() {
    return SwitchVersion.parse(lab.node("n1").ovs().appctl("version").run());
  }

  private static LabPod pod(String name) {
    return lab.pod("it", name).orElseThrow();
  }

  private static IpAddress address(String pod) {
    return address(pod, IpFamily.IPV4);
  }

  private static IpAddress address(String pod, IpFamily family) {
    return pod(pod).addresses().stream()
        .filter(address -> address.family() == family)
        .findFirst()
        .orElseThrow();
  }

  private static Answer answer(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    return ((Outcome.Answered) outcome).answer();
  }

  private static Conversation converse(Way way, IpAddress to) {
    return converse(way.namespace(), port, to, way.protocol());
  }

  private static Conversation converse(LabPod client, int from, IpAddress to) {
    return converse(client.namespace(), from, to, Protocol.TCP);
  }

  private static Conversation converse(
      NetworkNamespace client, int from, IpAddress to, Protocol protocol) {
    Duration patience = Duration.ofSeconds(4);
    Probe probe = new Probe(client, Optional.empty(), to, protocol, 80, Optional.empty(), patience);
    return lab.prober().converse(probe, from);
  }
}
