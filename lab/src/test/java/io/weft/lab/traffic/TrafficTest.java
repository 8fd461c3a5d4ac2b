package io.weft.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two real namespaces and a veth between them.
class TrafficTest {

  private static final NetworkNamespace CLIENT = new NetworkNamespace("weft-traffic-c");
  private static final NetworkNamespace SERVER = new NetworkNamespace("weft-traffic-s");
  private static EchoServers servers;
  private static Prober prober;

  @BeforeAll
  static void twoNamespaces() {
    // Equal interface numbers on both sides would make the kernel report the link up a second late.
    CLIENT.delete();
    SERVER.delete();
    CLIENT.create();
    SERVER.create();
    CLIENT.sysctl("net/ipv6/conf/default/accept_dad", "0");
    SERVER.sysctl("net/ipv6/conf/default/accept_dad", "0");
    CLIENT.ip(
        "link add c index 77 type veth peer name s netns " + SERVER.name(),
        "addr add 192.0.2.1/24 dev c",
        "addr add 2001:db8::1/64 dev c nodad",
        "link set c up");
    SERVER.ip(
        "addr add 192.0.2.2/24 dev s", "addr add 2001:db8::2/64 dev s nodad", "link set s up");
    servers = new EchoServers();
    prober = new Prober();
    var _ =
        servers.open(
            SERVER,
            "x/a",
            List.of(new Port(Protocol.TCP, 80), new Port(Protocol.UDP, 80)),
            List.of());
  }

  @AfterAll
  static void gone() {
    servers.close();
    prober.close();
    CLIENT.delete();
    SERVER.delete();
  }

  private static Probe probe(String destination, Protocol protocol, int port) {
    return new Probe(
        CLIENT,
        Optional.empty(),
        IpAddress.parse(destination),
        protocol,
        port,
        Optional.empty(),
        Duration.ofMillis(600));
  }

  private static Outcome outcome(String destination, Protocol protocol, int port) {
    return prober.run(List.of(probe(destination, protocol, port))).getFirst();
  }

  @Test
  void aServerTellsItsNameAndTheSourceItSaw() {
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      assertThat(outcome("192.0.2.2", protocol, 80))
          .isInstanceOfSatisfying(
              Outcome.Answered.class,
              answered -> {
                assertThat(answered.answer().endpoint()).isEqualTo("x/a");
                assertThat(answered.answer().port()).isEqualTo(80);
                assertThat(answered.answer().source()).isEqualTo(IpAddress.parse("192.0.2.1"));
              });
      assertThat(outcome("2001:db8::2", protocol, 80))
          .isInstanceOfSatisfying(
              Outcome.Answered.class,
              answered ->
                  assertThat(answered.answer().source()).isEqualTo(IpAddress.parse("2001:db8::1")));
    }
  }

  @Test
  void aClosedPortIsRejectedAndAnAbsentHostIsSilent() {
    assertThat(outcome("192.0.2.2", Protocol.TCP, 81)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcome("192.0.2.2", Protocol.UDP, 81)).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcome("192.0.2.77", Protocol.TCP, 80)).isInstanceOf(Outcome.Dropped.class);
    assertThat(outcome("192.0.2.77", Protocol.UDP, 80)).isInstanceOf(Outcome.Dropped.class);
  }

  @Test
  void pingsAreEchoedInBothFamilies() {
    assertThat(outcome("192.0.2.2", Protocol.ICMP, 0)).isInstanceOf(Outcome.Echoed.class);
    assertThat(outcome("2001:db8::2", Protocol.ICMP, 0)).isInstanceOf(Outcome.Echoed.class);
    assertThat(outcome("192.0.2.77", Protocol.ICMP, 0).reached()).isFalse();
  }

  @Test
  void aGetIsAnsweredAsHttp() {
    Probe plain = probe("192.0.2.2", Protocol.TCP, 80);
    Probe get =
        new Probe(
            plain.namespace(),
            plain.source(),
            plain.destination(),
            plain.protocol(),
            plain.port(),
            Optional.of("/"),
            plain.timeout());
    assertThat(prober.run(List.of(get))).containsExactly(new Outcome.Http(200));
  }

  @Test
  void aConversationGoesOnUntilItsServerEnds() {
    EchoServers.Group group =
        servers.open(
            SERVER,
            "x/b",
            List.of(new Port(Protocol.UDP, 82), new Port(Protocol.TCP, 82)),
            List.of());
    try (Conversation udp = prober.converse(probe("192.0.2.2", Protocol.UDP, 82), 40000);
        Conversation tcp = prober.converse(probe("192.0.2.2", Protocol.TCP, 82), 0)) {
      assertThat(udp.last().reached()).isTrue();
      assertThat(udp.exchange().toString()).contains("sourcePort=40000");
      assertThat(tcp.exchange().reached()).isTrue();
      group.close();
      assertThat(udp.exchange().reached()).isFalse();
      assertThat(tcp.exchange().reached()).as("accepted before").isTrue();
    }
  }

  @Test
  void noThreadStaysBehindInANamespace() throws Exception {
    var _ = outcome("192.0.2.2", Protocol.TCP, 80);
    String home = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        if (Files.exists(task.resolve("ns/net"))) {
          assertThat(Files.readSymbolicLink(task.resolve("ns/net"))).hasToString(home);
        }
      }
    }
  }
}
