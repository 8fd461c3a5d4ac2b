package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.Lab;
import io.weft.lab.cases.Endpoints;
import io.weft.lab.cases.Question;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.CniCall;
import io.weft.lab.pod.CniFailedException;
import io.weft.lab.reach.Matrix;
import io.weft.lab.reach.Reach;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What happens when a part of a node ends and comes back.
class RestartTest {

  @SuppressWarnings("NullAway.Init")
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab =
        Lab.up(
            LabSpec.ofNodes("itre", 2, true, Tunnel.GENEVE).with("auditInterval", SharedLab.AUDIT));
    lab.apply(SharedLab.objects(SharedLab.pod("a", "n1", false), SharedLab.pod("c", "n2", false)));
  }

  @AfterAll
  static void down() {
    lab.close();
  }

  private static LabNode node() {
    return lab.node("n1");
  }

  private static List<String> flows() {
    return node()
        .ovs()
        .ofctl("dump-flows", "br-int")
        .run()
        .lines()
        .map(String::strip)
        .sorted()
        .toList();
  }

  private static void everythingWorks() {
    for (IpFamily family : IpFamily.values()) {
      Matrix matrix = new Reach(lab, 80).matrix(Protocol.TCP, family);
      assertThat(matrix.reached()).as(String.join("\n", matrix.lines())).isEqualTo(matrix.asked());
    }
  }

  private static Conversation conversation(IpFamily family) {
    Question question =
        new Question(
            "it/a",
            new Question.Target.Endpoint("it/c", family),
            Protocol.TCP,
            80,
            Optional.empty(),
            Optional.empty());
    return lab.prober().converse(new Endpoints(lab).probe(question, Duration.ofSeconds(3)), 0);
  }

  @Test
  void anAgentThatIsKilledAndStartedAgainSendsNothingAndTrafficGoesOn() {
    List<String> before = flows();
    try (Conversation open = conversation(IpFamily.IPV4);
        OpenFlowLog wire = new OpenFlowLog(node())) {
      node().agent().kill();
      assertThat(open.exchange().reached()).as("without agent").isTrue();
      everythingWorks();
      node().agent().startAgain();
      node().agent().awaitReady(Duration.ofSeconds(60));
      assertThat(open.exchange().reached()).as("with the new agent").isTrue();
      assertThat(wire.count("OFPST_FLOW request")).as("the switch was read").isPositive();
      assertThat(wire.count("OFPT_FLOW_MOD")).isZero();
      assertThat(wire.count("OFPT_GROUP_MOD")).isZero();
      JsonNode sent = node().agent().client().ask("/status").json().path("flows").path("messages");
      assertThat(sent.path("flowMods").asInt(-1)).isZero();
      assertThat(sent.path("groupMods").asInt(-1)).isZero();
      assertThat(flows()).isEqualTo(before);
      lab.apply(SharedLab.objects(SharedLab.pod("seen", "n1", false)));
      assertThat(wire.count("OFPT_FLOW_MOD")).as("the log shows changes").isPositive();
      lab.delete(List.of(lab.pod("it", "seen").orElseThrow().object().id()));
    }
    everythingWorks();
  }

  @Test
  void aNodeWithoutItsAgentOrItsSwitchSaysThatItCannotServe() {
    CniCall cni = new CniCall(node().directory().resolve("cni"));
    cni.status();
    node().agent().kill();
    try {
      assertThatExceptionOfType(CniFailedException.class)
          .isThrownBy(cni::status)
          .satisfies(failure -> assertThat(failure.code()).isEqualTo(50));
    } finally {
      node().agent().startAgain();
      node().agent().awaitReady(Duration.ofSeconds(60));
    }
    node().ovs().killSwitch();
    try {
      Waiting.until("the agent to notice", Duration.ofSeconds(10), () -> statusCode(cni) != 0);
      assertThat(statusCode(cni)).isIn(50, 51);
    } finally {
      node().ovs().startSwitchAgain();
    }
    Waiting.until("the agent", Duration.ofSeconds(30), RestartTest::ready);
    cni.status();
    everythingWorks();
  }

  private static int statusCode(CniCall cni) {
    try {
      cni.status();
      return 0;
    } catch (CniFailedException e) {
      return e.code();
    }
  }

  @Test
  void flowsThatAreDeletedOrAddedByHandAreRepaired() {
    List<String> before = flows();
    var _ = node().ovs().ofctl("del-flows", "br-int", "table=Route").run();
    var _ =
        node()
            .ovs()
            .ofctl("add-flow", "br-int", "table=Classify,priority=65000,udp,actions=NORMAL")
            .run();
    assertThat(flows()).isNotEqualTo(before);
    Waiting.until("repair", Duration.ofSeconds(20), () -> flows().equals(before));
    everythingWorks();
  }

  @Test
  void aSwitchThatCrashesIsProgrammedAgain() {
    List<String> before = flows();
    node().ovs().restartSwitch();
    Waiting.until("the flows", Duration.ofSeconds(30), () -> ready() && flows().equals(before));
    everythingWorks();
  }

  private static boolean ready() {
    return node().agent().client().ask("/readyz").status() == 200;
  }

  @Test
  void aDatabaseThatComesBackIsTakenUpAgain() {
    List<String> before = flows();
    node().ovs().restartDatabase();
    lab.apply(SharedLab.objects(SharedLab.pod("late", "n1", false)));
    everythingWorks();
    lab.delete(List.of(lab.pod("it", "late").orElseThrow().object().id()));
    assertThat(flows()).isEqualTo(before);
  }

  @Test
  void anAddWhileTheSwitchIsDownIsToBeTriedAgainAndThenSucceeds() {
    NetworkNamespace namespace = new NetworkNamespace("weft-itre-early");
    CniCall cni = new CniCall(node().directory().resolve("cni"));
    CniCall.Sandbox sandbox = new CniCall.Sandbox("early", namespace, "", "", "", List.of());
    namespace.create();
    try {
      node().ovs().killSwitch();
      try {
        assertThatExceptionOfType(CniFailedException.class)
            .isThrownBy(() -> cni.add(sandbox))
            .withMessageMatching("(?s).*\"code\"\\s*:\\s*11.*");
      } finally {
        node().ovs().startSwitchAgain();
      }
      Waiting.until("the agent", Duration.ofSeconds(30), RestartTest::ready);
      assertThat(CniCall.addresses(cni.add(sandbox))).hasSize(2);
      cni.delete(sandbox);
    } finally {
      namespace.delete();
    }
    everythingWorks();
  }
}
