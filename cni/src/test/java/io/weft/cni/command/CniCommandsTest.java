package io.weft.cni.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.relay.RelayReply;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.spec.CniJson;
import io.weft.cni.spec.CniResult;
import io.weft.cni.spec.PodReference;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.HostInterfaceName;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CniCommandsTest {
  private final ScriptedNode node = new ScriptedNode("10.0.0.0/24", "fd00::/64");

  @AfterEach
  void close() {
    node.close();
  }

  private static void assertError(RelayReply reply, int code, String... words) {
    assertThat(reply.success()).isFalse();
    assertThat(reply.stdout()).contains("\"code\":" + code + ",").contains(words);
  }

  private CniResult add(String container, String... more) {
    RelayReply reply = node.run("ADD", container, more);
    assertThat(reply.success()).as(reply.stdout()).isTrue();
    return CniJson.parseResult(reply.stdout());
  }

  @Test
  void addMakesInterfacePortAndFlowsInThisOrder() {
    CniResult result = add("a");
    assertThat(result.ips())
        .extracting(ip -> ip.address() + "/" + ip.length())
        .containsExactly("10.0.0.3/32", "fd00::3/128");
    assertThat(result.ips())
        .extracting(CniResult.Ip::gateway)
        .containsExactly(
            Optional.of(IpAddress.parse("10.0.0.1")), Optional.of(IpAddress.parse("fd00::1")));
    assertThat(result.interfaces())
        .extracting(CniResult.Interface::name)
        .containsExactly(HostInterfaceName.of(new AttachmentKey("a", "eth0")), "eth0");
    assertThat(result.routes()).hasSize(2);
    assertThat(node.takeSteps())
        .containsSubsequence("attach", "addPort", "flowsReady", "announce")
        .containsSubsequence("podKnown", "flowsReady");
  }

  @Test
  void deleteRemovesFlowsPortAndInterfaceInThisOrder() {
    add("a");
    node.takeSteps();
    assertThat(node.run("DEL", "a")).isEqualTo(RelayReply.success(""));
    assertThat(node.takeSteps()).containsExactly("removeFlows", "removePort", "detach");
    assertThat(node.isEmpty()).isTrue();
  }

  @Test
  void portsGoWhenTheFlowsOfAllThatGoAtTheTimeAreOut() {
    add("a");
    add("b");
    add("c");
    node.takeSteps();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    CompletableFuture<Void> broken = new CompletableFuture<>();
    node.heldFlows.put("b", slow);
    node.heldFlows.put("c", broken);
    String configuration = "{\"cniVersion\":\"1.1.0\",\"name\":\"weft\"}";
    CompletableFuture<RelayReply> b = node.call("DEL", "b", configuration);
    CompletableFuture<RelayReply> c = node.call("DEL", "c", configuration);
    CompletableFuture<RelayReply> a = node.call("DEL", "a", configuration);
    CompletableFuture.runAsync(() -> {}, node.owner).join();
    assertThat(node.takeSteps()).containsExactly("removeFlows");
    broken.completeExceptionally(new IllegalStateException("no switch"));
    assertThat(c.join().success()).isFalse();
    assertThat(node.takeSteps()).isEmpty();
    slow.complete(null);
    assertThat(a.join().success()).isTrue();
    assertThat(b.join().success()).isTrue();
    assertThat(node.takeSteps()).startsWith("removeFlows").contains("removePort", "detach");
  }

  @Test
  void deleteMayBeRepeatedAndNeedsNoNamespace() {
    add("a");
    for (int i = 0; i < 2; i++) {
      assertThat(node.run("DEL", "a", "CNI_NETNS", "").success()).isTrue();
    }
    assertThat(node.run("DEL", "never-seen").success()).isTrue();
    assertThat(node.isEmpty()).isTrue();
  }

  @Test
  void addTwiceAnswersTheSame() {
    CniResult first = add("a");
    node.takeSteps();
    assertThat(add("a")).isEqualTo(first);
    assertThat(node.takeSteps()).doesNotContain("attach", "removePort").contains("flowsReady");
  }

  @Test
  void addOfAChangedAttachmentReplacesItUnderTheSameAddress() {
    CniResult first = add("a");
    node.found.add("interface eth0 is missing");
    node.takeSteps();
    assertThat(add("a").ips()).isEqualTo(first.ips());
    assertThat(node.takeSteps())
        .containsSubsequence("removeFlows", "removePort", "detach", "attach", "flowsReady");
    node.found.clear();
    assertThat(add("a", "CNI_NETNS", "/run/netns/other").interfaces().getLast().sandbox())
        .isEqualTo("/run/netns/other");
    assertThat(add("a", "CNI_ARGS", "IP=10.0.0.99").ips().getFirst().address())
        .hasToString("10.0.0.99");
    assertThat(node.commands.attachments()).hasSize(1);
  }

  @Test
  void addressesAndMacAskedForAreGiven() {
    CniResult result = add("a", "CNI_ARGS", "IP=10.0.0.50,fd00::50;MAC=02:00:00:00:00:50");
    assertThat(result.ips())
        .extracting(ip -> ip.address().toString())
        .containsExactly("10.0.0.50", "fd00::50");
    assertThat(result.interfaces().getLast().mac()).isEqualTo("02:00:00:00:00:50");
    assertError(node.run("ADD", "b", "CNI_ARGS", "IP=10.0.0.50"), 102, "10.0.0.50 is in use");
    assertError(node.run("ADD", "b", "CNI_ARGS", "IP=10.0.0.1"), 102, "it is the gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attach", "addPort", "podKnown", "flowsReady", "announce"})
  void aFailedAddLeavesNothingAndCanBeRepeated(String step) {
    node.failing.add(step);
    RelayReply reply = node.run("ADD", "a");
    boolean wiring = step.equals("attach") || step.equals("announce");
    assertError(reply, wiring ? 103 : 11, step + " failed");
    assertThat(node.isEmpty()).isTrue();
    node.failing.clear();
    add("a");
  }

  @Test
  void whatFailsWhileTakingBackIsToldToo() {
    node.failing.addAll(List.of("flowsReady", "removePort"));
    assertError(node.run("ADD", "a"), 11, "flowsReady failed", "then:", "removePort failed");
    assertThat(node.links).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"removeFlows", "removePort", "detach"})
  void aFailedDeleteKeepsTheAddressUntilItSucceeds(String step) {
    add("a");
    node.failing.add(step);
    assertThat(node.run("DEL", "a").success()).isFalse();
    assertThat(node.commands.attachments()).hasSize(1);
    node.failing.clear();
    assertThat(node.run("DEL", "a").success()).isTrue();
    assertThat(node.isEmpty()).isTrue();
  }

  @Test
  void whileTheSwitchIsDownAddSaysTryAgainAndStatusSaysWhy() {
    node.breakDown();
    assertError(node.run("ADD", "a"), 11, "ovs-vswitchd does not run");
    assertError(node.run("STATUS", ""), 50, "ovs-vswitchd does not run");
    node.trouble = Optional.empty();
    assertThat(node.run("STATUS", "").success()).isTrue();
    add("a");
  }

  @Test
  void anExhaustedPodCidrIsNamed() {
    try (ScriptedNode small = new ScriptedNode("10.0.0.0/29")) {
      for (String container : List.of("a", "b", "c", "d")) {
        assertThat(small.run("ADD", container).success()).isTrue();
      }
      assertError(small.run("ADD", "e"), 101, "all 4 Pod addresses of 10.0.0.0/29 are in use");
      assertThat(small.run("DEL", "a").success()).isTrue();
      assertThat(small.run("ADD", "e").success()).isTrue();
    }
  }

  @Test
  void checkComparesWithTheRecordAndTheSystem() {
    add("a");
    assertThat(node.run("CHECK", "a").success()).isTrue();
    assertError(node.run("CHECK", "b"), 3, "no attachment b/eth0");
    assertError(node.run("CHECK", "a", "CNI_NETNS", "/x"), 104, "its namespace was");
    String other =
        """
        {"cniVersion":"1.0.0","name":"weft","prevResult":{"ips":[{"address":"10.0.0.9/32"}]}}
        """;
    assertError(node.call("CHECK", "a", other).join(), 104, "prevResult lacks its address");
    node.found.add("interface eth0 in the Pod is down");
    assertError(node.run("CHECK", "a"), 104, "interface eth0 in the Pod is down");
  }

  @Test
  void garbageCollectionRemovesWhatTheRuntimeDoesNotKnow() {
    add("a");
    add("b");
    node.links.add("weft00000000000");
    String configuration =
        """
        {"cniVersion":"1.1.0","name":"weft",
         "cni.dev/valid-attachments":[{"containerID":"b","ifname":"eth0"}]}
        """;
    assertThat(node.call("GC", "", configuration).join().success()).isTrue();
    assertThat(node.commands.attachments())
        .extracting(a -> a.key().containerId())
        .containsExactly("b");
    assertThat(node.links).hasSize(1);
    assertError(node.run("GC", ""), 7, "cni.dev/valid-attachments");
    String otherNetwork =
        """
        {"cniVersion":"1.1.0","name":"other","cni.dev/valid-attachments":[]}
        """;
    assertThat(node.call("GC", "", otherNetwork).join().success()).isTrue();
    assertThat(node.commands.attachments()).hasSize(1);
  }

  @Test
  void versionAndBadRequestsAreAnsweredAtOnce() {
    assertThat(node.run("VERSION", "").stdout()).contains("supportedVersions");
    assertError(node.run("MOD", ""), 4, "CNI_COMMAND is 'MOD'");
  }

  @Test
  void recordedAttachmentsAreTakenOver() {
    AttachmentKey key = new AttachmentKey("old", "eth0");
    Attachment old =
        new Attachment(
            key,
            "weft",
            "/run/netns/old",
            Optional.of(new PodReference("n", "p", "")),
            PodMac.of(key),
            List.of(IpAddress.parse("10.0.0.3"), IpAddress.parse("fd00::3")));
    node.links.add(old.hostInterface());
    node.links.add("weft00000000000");
    CompletableFuture.runAsync(() -> node.commands.restore(List.of(old)), node.owner)
        .thenComposeAsync(_ -> node.commands.removeStrays(), node.owner)
        .join();
    assertThat(node.links).containsExactly(old.hostInterface());
    assertThat(add("a").ips().getFirst().address()).hasToString("10.0.0.4");
    assertThat(node.run("DEL", "old").success()).isTrue();
    assertThat(node.run("ADD", "b", "CNI_ARGS", "IP=10.0.0.3").success()).isTrue();
  }

  @Test
  void aDeleteWaitsForTheAddOfTheSameAttachment() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    node.held = Optional.of(gate);
    String configuration = "{\"cniVersion\":\"1.0.0\",\"name\":\"weft\"}";
    CompletableFuture<RelayReply> adding = node.call("ADD", "a", configuration);
    CompletableFuture<RelayReply> deleting = node.call("DEL", "a", configuration);
    CompletableFuture.runAsync(() -> node.held = Optional.empty(), node.owner).join();
    add("b");
    assertThat(adding).isNotDone();
    assertThat(deleting).isNotDone();
    gate.complete(null);
    assertThat(adding.join().success()).isTrue();
    assertThat(deleting.join().success()).isTrue();
    assertThat(node.commands.attachments()).hasSize(1);
  }

  @Test
  void aChangedNodeForgetsNeitherWhatIsUnderWayNorWhatRests() {
    add("gone");
    assertThat(node.run("DEL", "gone").success()).isTrue();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    node.held = Optional.of(gate);
    String configuration = "{\"cniVersion\":\"1.0.0\",\"name\":\"weft\"}";
    CompletableFuture<RelayReply> adding = node.call("ADD", "a", configuration);
    PodLink.Node changed =
        new PodLink.Node(
            List.of(IpPrefix.parse("10.0.0.0/24"), IpPrefix.parse("fd00::/64")), 1400, true);
    CompletableFuture.runAsync(
            () -> {
              node.commands = node.commands.with(changed);
              node.held = Optional.empty();
            },
            node.owner)
        .join();
    CompletableFuture<RelayReply> deleting = node.call("DEL", "a", configuration);
    assertThat(add("b").ips().getFirst().address()).isEqualTo(IpAddress.parse("10.0.0.5"));
    assertThat(deleting).isNotDone();
    gate.complete(null);
    assertThat(adding.join().success()).isTrue();
    assertThat(deleting.join().success()).isTrue();
    assertThat(node.commands.attachments()).hasSize(1);
  }

  @Test
  void fiftyAtOnceEachGetTheirOwn() {
    String configuration = "{\"cniVersion\":\"1.0.0\",\"name\":\"weft\"}";
    for (int round = 0; round < 4; round++) {
      Set<IpAddress> given = new HashSet<>();
      List<CompletableFuture<RelayReply>> replies = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        replies.add(node.call("ADD", "c" + i, configuration));
      }
      replies.forEach(
          r -> given.add(CniJson.parseResult(r.join().stdout()).ips().getFirst().address()));
      assertThat(given).hasSize(50);
      List<CompletableFuture<RelayReply>> removals = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        removals.add(node.call("DEL", "c" + i, configuration));
      }
      removals.forEach(r -> assertThat(r.join().success()).isTrue());
      assertThat(node.isEmpty()).isTrue();
    }
  }
}
