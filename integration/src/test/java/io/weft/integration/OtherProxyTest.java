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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// With `services: off` another proxy serves Services: here a few rules of nftables on n1 translate
/// as kube-proxy would. Pods `it/a` and `it/b` on n1, `it/c` on n2.
class OtherProxyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final IpAddress NEAR = IpAddress.parse("10.96.0.10");
  private static final IpAddress FAR = IpAddress.parse("10.96.0.11");

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Lab.up(LabSpec.ofNodes("itoff", 2, false, Tunnel.GENEVE).with("services", "off"));
    lab.apply(
        SharedLab.objects(
            SharedLab.pod("a", "n1", false),
            SharedLab.pod("b", "n1", false),
            SharedLab.pod("c", "n2", false)));
    ServiceYaml.tcp("near", NEAR.toString()).apply(lab, pod("b"));
    String rules =
        """
        table ip proxy {
          map services { type ipv4_addr : ipv4_addr; elements = { %s : %s, %s : %s } }
          chain prerouting {
            type nat hook prerouting priority dstnat; policy accept;
            tcp dport 80 counter dnat to ip daddr map @services
          }
          chain output {
            type nat hook output priority -100; policy accept;
            tcp dport 80 counter dnat to ip daddr map @services
          }
        }
        """
            .formatted(NEAR, pod("b").addresses().getFirst(), FAR, pod("c").addresses().getFirst());
    var _ = lab.node("n1").namespace().command("nft", "-f", "-").reading(rules).run();
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  @Test
  void whatPodsSendToServicesIsTranslatedByTheOtherProxyAndKeepsItsSource() {
    for (IpAddress vip : List.of(NEAR, FAR)) {
      Answer seen = answer(ask("a", vip));
      assertThat(seen.endpoint()).isEqualTo(vip.equals(NEAR) ? "it/b" : "it/c");
      assertThat(seen.source()).isEqualTo(pod("a").addresses().getFirst());
    }
    assertThat(translated()).as("connections through the other proxy").isGreaterThanOrEqualTo(2);
  }

  @Test
  void policyJudgesItByItsTrueSource() {
    lab.apply(SharedLab.objects(onlyFrom("b", "a"), onlyFrom("c", "b")));
    try {
      assertThat(answer(ask("a", NEAR)).endpoint()).isEqualTo("it/b");
      assertThat(ask("c", pod("b").addresses().getFirst())).isInstanceOf(Outcome.Dropped.class);
      assertThat(ask("a", FAR)).isInstanceOf(Outcome.Dropped.class);
      assertThat(answer(ask("b", FAR)).endpoint()).isEqualTo("it/c");
    } finally {
      lab.delete(
          lab.objects().stream()
              .map(object -> object.id())
              .filter(id -> id.kind().equals("NetworkPolicy"))
              .toList());
    }
  }

  @Test
  void processesOfTheNodeReachServicesToo() {
    Outcome outcome =
        lab.prober()
            .run(
                List.of(
                    new Probe(
                        lab.node("n1").namespace(),
                        Optional.empty(),
                        NEAR,
                        Protocol.TCP,
                        80,
                        Optional.empty(),
                        PATIENCE)))
            .getFirst();
    assertThat(answer(outcome).endpoint()).isEqualTo("it/b");
  }

  @Test
  void weftLeavesNothingOfItsOwnForServices() {
    assertThat(lab.node("n1").namespace().command("nft", "list", "tables").run())
        .contains("inet weft")
        .doesNotContain("weft-services");
    assertThat(lab.node("n1").ovs().ofctl("dump-flows", "br-int", "table=Service").run())
        .doesNotContain(NEAR.toString());
  }

  private static long translated() {
    return lab.node("n1")
        .namespace()
        .command("nft", "list", "chain", "ip", "proxy", "prerouting")
        .run()
        .lines()
        .filter(line -> line.contains("counter packets"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*packets (\\d+).*", "$1")))
        .sum();
  }

  /// Isolates the first; only the second may reach it.
  private static String onlyFrom(String app, String peer) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: for-%1$s, namespace: it}
    spec:
      podSelector: {matchLabels: {app: %1$s}}
      policyTypes: [Ingress]
      ingress: [{from: [{podSelector: {matchLabels: {app: %2$s}}}]}]
    """
        .formatted(app, peer);
  }

  private static LabPod pod(String name) {
    return lab.pod("it", name).orElseThrow();
  }

  private static Answer answer(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    return ((Outcome.Answered) outcome).answer();
  }

  private static Outcome ask(String from, IpAddress to) {
    return lab.prober()
        .run(
            List.of(
                new Probe(
                    pod(from).namespace(),
                    Optional.empty(),
                    to,
                    Protocol.TCP,
                    80,
                    Optional.empty(),
                    PATIENCE)))
        .getFirst();
  }
}
