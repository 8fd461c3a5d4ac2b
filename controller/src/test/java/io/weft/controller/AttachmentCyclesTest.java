package io.weft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.controller.fixture.Await;
import io.weft.controller.fixture.NodeUnderTest;
import io.weft.controller.fixture.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many Pods come and go: nothing stays behind.
class AttachmentCyclesTest {

  private static final int CYCLES = Integer.getInteger("weft.test.cycles", 1_000);
  private static final int PARALLEL = 50;

  @Test
  void manyAddAndDelCyclesSideBySideLeaveNothingBehind() throws Exception {
    try (NodeUnderTest node = NodeUnderTest.start();
        ExecutorService executor = Executors.newFixedThreadPool(PARALLEL)) {
      cycle(node, "warm-up", 1);
      List<String> before = traces(node);
      long descriptors = node.agent().openFiles();
      List<Callable<Void>> lanes = new ArrayList<>();
      for (int lane = 0; lane < PARALLEL; lane++) {
        String pod = "p" + lane;
        lanes.add(() -> {
          cycle(node, pod, CYCLES / PARALLEL);
          return null;
        });
      }
      for (Future<Void> lane : executor.invokeAll(lanes)) {
        lane.get();
      }
      assertThat(traces(node)).isEqualTo(before);
      Await.until(
          () -> descriptors + " files before, now " + node.agent().openFiles(),
          Duration.ofSeconds(10),
          () -> node.agent().openFiles() <= descriptors + 5);
      assertThat(node.agent().status().get("pods").asInt()).isZero();
    }
  }

  private static void cycle(NodeUnderTest node, String pod, int times) {
    node.makePodNamespace(pod);
    for (int i = 0; i < times; i++) {
      Shell.Result added = node.cni("ADD", pod);
      assertThat(added.status()).as(added.output()).isZero();
      Shell.Result removed = node.cni("DEL", pod);
      assertThat(removed.status()).as(removed.output()).isZero();
    }
    assertThat(node.inPod(pod, "ip", "-br", "link").output()).doesNotContain("eth0");
    node.removePodNamespace(pod);
  }

  /// Flows, ports, links and packet guards of the node.
  private static List<String> traces(NodeUnderTest node) {
    return List.of(
        node.openVSwitch()
            .ofctl("dump-flows", "--no-stats")
            .lines()
            .filter(line -> line.contains("cookie="))
            .sorted()
            .toList()
            .toString(),
        node.openVSwitch().vsctl("list-ports", "br-int"),
        node.onNode("ip", "-br", "link"),
        node.onNode("nft", "list", "tables"),
        node.onNode("sh", "-c", "nft list table netdev weft_guard | grep -c chain"));
  }
}
