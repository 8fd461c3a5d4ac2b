package io.weft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.controller.fixture.Await;
import io.weft.controller.fixture.HeldThreads;
import io.weft.controller.fixture.NodeUnderTest;
import io.weft.controller.fixture.Shell;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the agent says is in force, is so for the next packet, even while ovs-vswitchd is kept from
/// comparing its megaflows with the flows.
class ConfirmationTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration BRIEFLY = Duration.ofSeconds(2);
  private static NodeUnderTest node;

  @BeforeAll
  static void startNode() {
    node = NodeUnderTest.start();
    node.attachPod("a");
    node.attachPod("b");
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void aPolicyIsNotInForceWhilePacketsGoByOlderFlows() {
    String to = node.address("a");
    node.sendDatagram("b", to);
    Await.until(() -> "" + node.connections(to), SOON, () -> node.connections(to).size() == 1);
    try (HeldThreads _ = node.openVSwitch().holdRevalidators()) {
      node.put(
          "networkpolicy.x.shut.yaml",
          """
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: shut, namespace: x}
          spec: {podSelector: {matchLabels: {app: a}}, policyTypes: [Ingress]}
          """);
      Await.until(
          () -> node.agent().log(),
          SOON,
          () -> node.openVSwitch().ofctl("dump-flows").contains("table=IngressRules, n_packets"));
      boolean settled = node.settles(BRIEFLY);
      boolean reported = node.agent().json("/policies").at("/0/pods/0/since").isTextual();
      node.sendDatagram("b", to);
      Await.until(
          () -> node.agent().body("/drops") + node.connections(to),
          SOON,
          () -> denied() || node.connections(to).size() == 2);
      assertThat((settled || reported) && !denied())
          .as("in force, and yet a packet went by older flows")
          .isFalse();
    }
    node.settle();
    assertThat(node.agent().json("/policies").at("/0/pods/0/since").asText()).startsWith("20");
    int before = node.connections(to).size();
    node.sendDatagram("b", to);
    Await.until(() -> node.agent().body("/drops"), SOON, ConfirmationTest::denied);
    assertThat(node.connections(to)).hasSize(before);
    node.remove("networkpolicy.x.shut.yaml");
    node.settle();
  }

  private static boolean denied() {
    return node.agent().body("/drops").contains("x/shut");
  }

  @Test
  void anAddOfAnAddressThatRestedDoesNotWaitForTheDatapath() {
    node.settle();
    try (HeldThreads _ = node.openVSwitch().holdRevalidators()) {
      Shell.Result _ = add("c", "");
      assertThat(node.pings("c", "10.244.1.1")).isTrue();
    }
  }

  @Test
  void anAddressGoesToItsNextOwnerUnderThatOnesFlows() {
    Shell.Result _ = add("d", "");
    String address = node.address("d");
    assertThat(node.pings("b", address)).isTrue();
    assertThat(node.cni("DEL", "d").status()).isZero();
    Shell.Result _ = add("e", address);
    assertThat(node.address("e")).isEqualTo(address);
    assertThat(node.pings("b", address)).isTrue();
  }

  private static Shell.Result add(String pod, String address) {
    node.makePodNamespace(pod);
    String members =
        address.isEmpty() ? "" : ", \"args\": {\"cni\": {\"ips\": [\"" + address + "\"]}}";
    Shell.Result added = node.cni("ADD", pod, "IgnoreUnknown=1", members);
    assertThat(added.status()).as(added.output() + "\n" + node.agent().log()).isZero();
    return added;
  }
}
