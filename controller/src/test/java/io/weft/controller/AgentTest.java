package io.weft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.controller.fixture.Await;
import io.weft.controller.fixture.NodeUnderTest;
import io.weft.controller.fixture.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Facts about the agent on a real switch. Each leaves the node as it found it.
class AgentTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static NodeUnderTest node;

  @BeforeAll
  static void startNode() {
    node = NodeUnderTest.start();
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @AfterEach
  void everythingIsInOrder(TestInfo test) {
    node.openVSwitch().startForwarding();
    Await.until(
        () -> "ready after " + test.getDisplayName() + "\n" + node.agent().log(),
        SOON,
        () -> node.agent().ready());
    node.removePods();
  }

  @Test
  void aPodReachesGatewayNeighbourAndOutsideInBothFamilies() throws Exception {
    attach("a");
    attach("b");
    String neighbour = node.address("b");
    for (String target :
        List.of("10.244.1.1", "fd00:10:244:1::1", neighbour, "192.0.2.254", "fd00:2::fe")) {
      assertThat(node.pings("a", target)).as(target).isTrue();
    }
    detach("a");
    detach("b");
    assertThat(node.openVSwitch().ofctl("dump-flows")).doesNotContain(neighbour);
  }

  @Test
  void theAgentKilledAndStartedAgainSendsNothing() {
    attach("a");
    node.agent().kill();
    assertThat(node.pings("a", "192.0.2.254")).as("without an agent").isTrue();
    node.agent().start();
    JsonNode messages = node.agent().status().at("/flows/messages");
    assertThat(messages.get("flowMods").asInt()).isZero();
    assertThat(messages.get("groupMods").asInt()).isZero();
    assertThat(messages.get("meterMods").asInt()).isZero();
    assertThat(node.pings("a", "192.0.2.254")).isTrue();
  }

  @Test
  void aGracefulStopLeavesForwardingUntouched() {
    attach("a");
    String flows = flows();
    node.agent().stop();
    assertThat(flows()).isEqualTo(flows);
    assertThat(node.pings("a", "fd00:2::fe")).isTrue();
    node.agent().start();
  }

  @Test
  void flowsDeletedAndAddedByHandAreRepaired() {
    String flows = flows();
    node.openVSwitch().ofctl("del-flows", "table=70");
    node.openVSwitch().ofctl("add-flow", "table=3,priority=7,ip,actions=drop");
    node.openVSwitch().ofctl("mod-flows", "table=110,actions=drop");
    assertThat(flows()).isNotEqualTo(flows);
    Await.until(() -> flows() + "\n" + node.agent().log(), SOON, () -> flows().equals(flows));
    assertThat(node.agent().log()).contains("bridge read back").contains("foreign=\"1\"");
  }

  @Test
  void routesAndRulesDeletedByHandAreRepaired() {
    node.onNode("ip", "route", "del", "10.244.2.0/24");
    node.onNode("ip", "addr", "del", "10.244.1.1/32", "dev", "weft-gw");
    node.onNode("nft", "flush", "chain", "inet", "weft", "out-of-pods");
    Await.until(
        () -> node.agent().log(),
        SOON,
        () ->
            node.onNode("ip", "route").contains("10.244.2.0/24 via")
                && node.onNode("ip", "-br", "addr").contains("10.244.1.1/32")
                && node.onNode("nft", "list", "table", "inet", "weft")
                    .contains("ip daddr @nodes4 counter"));
  }

  @Test
  void otherSoftwareThatDropsWhatPodsSendIsNamedWithTheRemedy() {
    attach("a");
    node.onNode("nft", "add table ip other");
    node.onNode(
        "nft", "add chain ip other gate { type filter hook forward priority 0; policy drop; }");
    assertThat(node.pings("a", "192.0.2.254")).isFalse();
    Await.until(
        () -> node.agent().status().toString(),
        SOON,
        () -> node.agent().status().path("warnings").toString().contains("chain 'ip other gate'"));
    String warning = node.agent().status().at("/warnings/0").asText();
    for (String remedy : warning.substring(warning.indexOf(": ") + 2).split("; ", -1)) {
      node.onNode("sh", "-c", remedy);
    }
    assertThat(node.pings("a", "192.0.2.254")).isTrue();
    Await.until(
        () -> node.agent().status().toString(), SOON, () -> !node.agent().status().has("warnings"));
    node.onNode("nft", "delete table ip other");
  }

  @Test
  void ofOverlappingPodCidrsTheFirstNodeHasItInFlowsAndRoutes() throws Exception {
    node.put(
        "node._.n3.json",
        """
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n3"},
         "spec": {"podCIDRs": ["10.244.2.128/25", "fd00:10:244:3::/64"]},
         "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.3"}]}}
        """);
    node.settle();
    assertThat(node.agent().status().at("/warnings/0").asText())
        .isEqualTo(
            "Node n3: Pod CIDR 10.244.2.128/25 overlaps 10.244.2.0/24 of Node n2, which has it;"
                + " give n3 another");
    assertThat(node.onNode("ip", "route")).contains("10.244.2.0/24").doesNotContain("10.244.2.128");
    assertThat(flows()).contains("10.244.2.0/24").doesNotContain("10.244.2.128");
    assertThat(node.onNode("ip", "-6", "route")).contains("fd00:10:244:3::/64");
    Files.delete(node.directory().resolve("state/node._.n3.json"));
    Await.until(
        () -> node.agent().status().toString(), SOON, () -> !node.agent().status().has("warnings"));
  }

  @Test
  void anAddressOfTheUnderlayIsTakenOverAndForgottenWhenSomebodyTakesItAway() {
    node.onNode("ip", "addr", "add", "198.51.100.9/24", "dev", "eth0");
    Await.until(
        () -> node.agent().log(),
        SOON,
        () -> node.onNode("ip", "-br", "addr", "show", "br-ex").contains("198.51.100.9/24"));
    String record = node.openVSwitch().vsctl("get", "bridge", "br-ex", "external_ids");
    assertThat(record).contains("198.51.100.9/24");
    node.onNode("ip", "addr", "del", "198.51.100.9/24", "dev", "br-ex");
    Await.until(
        () -> node.agent().log(),
        SOON,
        () ->
            !node.openVSwitch()
                .vsctl("get", "bridge", "br-ex", "external_ids")
                .contains("198.51.100"));
    assertThat(node.onNode("ip", "-br", "addr", "show", "br-ex"))
        .contains("192.0.2.1/24")
        .doesNotContain("198.51.100.9");
  }

  @Test
  void guardsFlushedByHandAreRepaired() {
    attach("a");
    String guards = node.onNode("nft", "list", "table", "netdev", "weft_guard");
    assertThat(guards.lines().filter(line -> line.contains("chain weft"))).hasSize(1);
    node.onNode("nft", "flush", "ruleset");
    Await.until(
        () -> node.agent().log(),
        SOON,
        () ->
            node.onNode("nft", "list", "tables").contains("weft_guard")
                && node.onNode("nft", "list", "table", "netdev", "weft_guard").equals(guards));
  }

  @Test
  void aSwitchThatCrashedIsProgrammedAgainAndAnAddMeanwhileIsRetryable() {
    attach("a");
    node.makePodNamespace("late");
    node.openVSwitch().crash();
    Await.until(() -> node.agent().log(), SOON, () -> !node.agent().ready());
    Shell.Result refused = node.cni("ADD", "late");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.output()).contains("\"code\":11").contains("does ovs-vswitchd run?");
    assertThat(node.cni("DEL", "unknown").status()).isZero();
    node.openVSwitch().startForwarding();
    Await.until(() -> node.agent().log(), SOON, () -> node.agent().ready());
    assertThat(node.pings("a", "192.0.2.254")).isTrue();
    assertThat(node.pings("a", "fd00:2::fe")).isTrue();
    assertThat(node.cni("ADD", "late").status()).isZero();
    assertThat(node.pings("late", "10.244.1.1")).isTrue();
  }

  @Test
  void theSwitchIsNotLeftWaitingForItsFlows() {
    node.openVSwitch().crash();
    node.openVSwitch()
        .vsctl("--no-wait", "set", "Open_vSwitch", ".", "other_config:flow-restore-wait=true");
    node.openVSwitch().startForwarding();
    Await.until(
        () -> node.agent().log(),
        SOON,
        () ->
            node.openVSwitch()
                .vsctl("get", "Open_vSwitch", ".", "other_config")
                .strip()
                .equals("{}"));
    attach("a");
    assertThat(node.pings("a", "192.0.2.254")).isTrue();
  }

  @Test
  void aDeletedGatewayPortIsMadeAgain() {
    node.openVSwitch().vsctl("del-port", "br-int", "weft-gw");
    Await.until(
        () -> node.agent().log(),
        SOON,
        () ->
            node.openVSwitch().vsctl("list-ports", "br-int").contains("weft-gw")
                && node.onNode("ip", "-br", "addr").contains("10.244.1.1/32"));
    attach("a");
    Await.until(() -> node.agent().log(), SOON, () -> node.pings("a", "10.244.1.1"));
  }

  @Test
  void addTwiceAnswersTheSameAndDelTwiceSucceeds() {
    node.makePodNamespace("a");
    Shell.Result first = node.cni("ADD", "a");
    assertThat(first.status()).as(first.output()).isZero();
    assertThat(node.cni("ADD", "a")).isEqualTo(first);
    assertThat(node.cni("CHECK", "a").status()).isZero();
    assertThat(node.cni("DEL", "a").status()).isZero();
    assertThat(node.cni("DEL", "a").status()).isZero();
  }

  @Test
  void delSucceedsWithoutTheNamespaceAndLeavesNothing() {
    attach("a");
    node.removePodNamespace("a");
    assertThat(node.cni("DEL", "a").status()).isZero();
    assertThat(node.openVSwitch().vsctl("list-ports", "br-int").lines())
        .containsExactlyInAnyOrder("weft-gw", "weft-tun");
  }

  @Test
  void anAddWaitsForThePodObject() {
    node.makePodNamespace("web");
    String arguments = "IgnoreUnknown=1;K8S_POD_NAMESPACE=x;K8S_POD_NAME=web;K8S_POD_UID=u1";
    Shell.Result early = node.cni("ADD", "web", arguments);
    assertThat(early.status()).isEqualTo(1);
    assertThat(early.output()).contains("\"code\":11").contains("Pod x/web");
    node.put(
        "pod.x.web.json",
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "web", "namespace": "x", "uid": "u1"},
         "spec": {"nodeName": "n1", "containers": []}}
        """);
    node.settle();
    Shell.Result added = node.cni("ADD", "web", arguments);
    assertThat(added.status()).as(added.output()).isZero();
    assertThat(node.agent().json("/pods").findValuesAsText("pod")).contains("x/web");
    assertThat(node.agent().body("/flows")).contains("Pod x/web").contains("table=PodGuard");
  }

  @Test
  void theDatapathKnowsTheOtherNodesBeforeTheFirstPacket() throws Exception {
    node.put(
        "node._.near.json",
        """
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "near"},
         "spec": {"podCIDRs": ["10.244.8.0/24"]},
         "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.254"}]}}
        """);
    node.settle();
    Await.until(
        () -> node.openVSwitch().appctl("tnl/neigh/show"),
        SOON,
        () -> node.openVSwitch().appctl("tnl/neigh/show").contains("192.0.2.254"));
    Files.delete(node.directory().resolve("state/node._.near.json"));
  }

  @Test
  void anotherNodeIsRoutedToAndForgottenAgain() throws Exception {
    node.putNode("n7", 7);
    node.settle();
    assertThat(node.onNode("ip", "route")).contains("10.244.7.0/24 via 169.254.64.1 dev weft-gw");
    assertThat(node.onNode("nft", "list", "table", "inet", "weft")).contains("192.0.2.7");
    assertThat(flows()).contains("10.244.7.0");
    Files.delete(node.directory().resolve("state/node._.n7.json"));
    Await.until(() -> node.agent().log(), SOON, () -> !flows().contains("10.244.7.0"));
    Await.until(
        () -> node.agent().log(), SOON, () -> !node.onNode("ip", "route").contains("10.244.7.0"));
  }

  @Test
  void aBrokenObjectIsNamedAndTheRestGoesOn() throws Exception {
    node.put(
        "node._.bad.json",
        """
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "bad"},
         "spec": {"podCIDRs": ["10.244.300.0/24"]}}
        """);
    node.settle();
    assertThat(node.agent().status().get("brokenObjects").toString())
        .contains("Node bad")
        .contains("10.244.300.0/24");
    assertThat(node.agent().ready()).isTrue();
    Files.delete(node.directory().resolve("state/node._.bad.json"));
    Await.until(
        () -> node.agent().status().toString(),
        SOON,
        () -> node.agent().status().get("brokenObjects").isEmpty());
  }

  @Test
  void garbageOnTheCniSocketDoesNotMatter() {
    Shell.Result garbage =
        Shell.attempt(
            Map.of(),
            "",
            "sh",
            "-c",
            "echo nonsense | curl -s --max-time 2 --unix-socket %s/cni.sock http://x/"
                .formatted(node.directory()));
    assertThat(garbage.status()).isNotZero();
    Shell.Result bad =
        Shell.attempt(
            Map.of("CNI_COMMAND", "ADD"),
            "{",
            node.directory().resolve("cni/bin/weft-cni").toString());
    assertThat(bad.status()).isEqualTo(1);
    assertThat(bad.output()).contains("\"code\"").contains("\"msg\"");
    assertThat(node.agent().ready()).isTrue();
  }

  @Test
  void theApiAnswersAndItsSocketsAreTheOwnersOnly() throws Exception {
    assertThat(node.agent().answer("/healthz")).contains("200 OK");
    assertThat(node.agent().body("/metrics")).contains("weft_ready{node=\"n1\"} 1");
    assertThat(node.agent().answer("/nothing")).contains("404");
    assertThat(node.agent().answer("/settled")).contains("400");
    assertThat(node.agent().answer("/settled?revision=99999999&timeoutMillis=50")).contains("504");
    assertThat(node.agent().status().at("/datapath/type").asText()).isEqualTo("netdev");
    assertThat(node.onNode("curl", "-s", "http://127.0.0.1:9465/readyz"))
        .contains("\"ready\":true");
    assertThat(node.onNode("curl", "-s", "http://127.0.0.1:9465/status")).contains("no such path");
    for (String socket : List.of("agent.sock", "cni.sock")) {
      Path path = node.directory().resolve(socket);
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aPodIsToldAtOnceOfAddressesThatDoNotExistAndOfExceededTime() {
    attach("a");
    String unknown = node.inPod("a", "ping", "-c1", "-W2", "10.244.1.77").output();
    assertThat(unknown).contains("From 10.244.1.1").contains("Destination Host Unreachable");
    String unknown6 = node.inPod("a", "ping", "-c1", "-W2", "fd00:10:244:1::77").output();
    assertThat(unknown6).contains("fd00:10:244:1::1").contains("unreachable");
    String expired = node.inPod("a", "ping", "-c1", "-W2", "-t1", "192.0.2.254").output();
    assertThat(expired).contains("From 10.244.1.1").contains("Time to live exceeded");
    Shell.Result tcp = node.inPod("a", "bash", "-c", "exec 3<>/dev/tcp/10.244.1.77/80");
    assertThat(tcp.output()).contains("refused");
  }

  @Test
  void removalGivesTheUnderlayBackAndLeavesNothing() {
    node.agent().stop();
    assertThat(node.agent().run("--remove")).as(node.agent().log()).isZero();
    assertThat(node.openVSwitch().vsctl("list-br")).isEmpty();
    assertThat(node.onNode("ip", "-br", "addr", "show", "eth0"))
        .contains("192.0.2.1/24")
        .contains("fd00:2::1/64");
    assertThat(node.onNode("ip", "route")).contains("default via 192.0.2.254 dev eth0");
    assertThat(node.onNode("ping", "-c1", "-W2", "192.0.2.254")).contains("1 received");
    assertThat(node.onNode("nft", "list", "ruleset")).doesNotContain("inet weft");
    assertThat(node.directory().resolve("cni/conf/10-weft.conflist")).doesNotExist();
    assertThat(node.agent().run("--remove")).as("a second time").isZero();
    node.agent().start();
    attach("a");
    assertThat(node.pings("a", "192.0.2.254")).isTrue();
  }

  @Test
  void badConfigurationEndsTheAgentWithEveryProblem() {
    node.agent().stop();
    assertThat(node.agent().run("--mtu=7", "--tunel=x")).isEqualTo(2);
    assertThat(node.agent().log())
        .contains("weft-agent: mtu: '7' (from --mtu) must be")
        .contains("weft-agent: --tunel: there is no such flag; did you mean --tunnel?");
    assertThat(node.agent().run("--help")).isZero();
    assertThat(node.agent().log()).contains("--audit-interval=DURATION");
    node.agent().start();
  }

  @Test
  void tablesHaveNamesAndNoFlowIsNormal() {
    assertThat(flows()).contains("table=Classify").doesNotContain("NORMAL");
    assertThat(flows().lines()).allMatch(line -> line.contains("cookie=0x5746"));
  }

  private static void attach(String pod) {
    node.makePodNamespace(pod);
    Shell.Result added = node.cni("ADD", pod);
    assertThat(added.status()).as(added.output() + "\n" + node.agent().log()).isZero();
  }

  private static void detach(String pod) {
    Shell.Result removed = node.cni("DEL", pod);
    assertThat(removed.status()).as(removed.output()).isZero();
    node.removePodNamespace(pod);
  }

  private static String flows() {
    return node.openVSwitch()
        .ofctl("dump-flows", "--no-stats")
        .lines()
        .filter(line -> line.contains("cookie="))
        .map(String::strip)
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }
}
