package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.CniCall;
import io.weft.lab.pod.CniFailedException;
import io.weft.lab.process.Command;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// ADD and DEL through the installed executable.
class CniLifeTest {

  private static final int PARALLEL = 50;
  private static final int ROUNDS = 20;

  private static LabNode node() {
    return SharedLab.lab().node("n2");
  }

  private static CniCall cni() {
    return new CniCall(node().directory().resolve("cni"));
  }

  private static CniCall.Sandbox sandbox(String id, NetworkNamespace namespace) {
    return new CniCall.Sandbox(id, namespace, "", "", "", List.of());
  }

  private static long openFiles() {
    try (var files = Files.list(Path.of("/proc", "" + node().agent().pid(), "fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aThousandCyclesFiftyAtATimeLeaveNothing() throws Exception {
    cycles(1);
    Traces before = Traces.of(node());
    long files = openFiles();
    long start = System.nanoTime();
    cycles(ROUNDS);
    System.out.printf(
        "%d ADD and DEL, %d at a time: %.1f s%n",
        PARALLEL * ROUNDS, PARALLEL, (System.nanoTime() - start) / 1e9);
    assertThat(Traces.of(node())).isEqualTo(before);
    // A few for what the agent does meanwhile; a leak would show as hundreds.
    Waiting.until(
        "descriptors to be closed", Duration.ofSeconds(20), () -> openFiles() <= files + 5);
  }

  private static void cycles(int rounds) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<Boolean>> workers = new ArrayList<>();
      for (int worker = 0; worker < PARALLEL; worker++) {
        NetworkNamespace namespace = new NetworkNamespace("weft-it-cycle" + worker);
        workers.add(threads.submit(() -> work(namespace, rounds)));
      }
      for (Future<Boolean> worker : workers) {
        assertThat(worker.get()).isTrue();
      }
    }
  }

  private static boolean work(NetworkNamespace namespace, int rounds) {
    namespace.create();
    try {
      for (int round = 0; round < rounds; round++) {
        CniCall.Sandbox sandbox = sandbox(namespace.name() + "-" + round, namespace);
        assertThat(CniCall.addresses(cni().add(sandbox))).hasSize(2);
        cni().delete(sandbox);
      }
      return namespace.command("ip", "-br", "link").run().lines().count() == 1;
    } finally {
      namespace.delete();
    }
  }

  @Test
  void deletingTwiceOrWithoutItsNamespaceSucceeds() {
    NetworkNamespace namespace = new NetworkNamespace("weft-it-twice");
    Traces before = Traces.of(node());
    namespace.create();
    CniCall.Sandbox sandbox = sandbox("twice", namespace);
    try {
      var _ = cni().add(sandbox);
      cni().delete(sandbox);
      cni().delete(sandbox);
      var _ = cni().add(sandbox);
    } finally {
      namespace.delete();
    }
    cni().delete(sandbox);
    assertThat(Traces.of(node())).isEqualTo(before);
  }

  @Test
  void addingTwiceDoesNotGiveTwoAttachments() {
    NetworkNamespace namespace = new NetworkNamespace("weft-it-again");
    Traces before = Traces.of(node());
    namespace.create();
    CniCall.Sandbox sandbox = sandbox("again", namespace);
    try {
      var first = CniCall.addresses(cni().add(sandbox));
      Traces once = Traces.of(node());
      assertThat(CniCall.addresses(cni().add(sandbox))).isEqualTo(first).hasSize(2);
      assertThat(Traces.of(node())).isEqualTo(once);
      cni().delete(sandbox);
    } finally {
      namespace.delete();
    }
    assertThat(Traces.of(node())).isEqualTo(before);
  }

  @Test
  void addingAPodThatNobodyKnowsIsToBeTriedAgain() {
    NetworkNamespace namespace = new NetworkNamespace("weft-it-unknown");
    Traces before = Traces.of(node());
    namespace.create();
    try {
      CniCall.Sandbox sandbox =
          new CniCall.Sandbox("unknown", namespace, "it", "nobody", "u1", List.of());
      assertThatExceptionOfType(CniFailedException.class)
          .isThrownBy(() -> cni().add(sandbox))
          .withMessageContaining("it/nobody")
          .withMessageMatching("(?s).*\"code\"\\s*:\\s*11.*");
    } finally {
      namespace.delete();
    }
    assertThat(Traces.of(node())).isEqualTo(before);
  }

  @Test
  void nonsenseOnStandardInputIsAnsweredWithAnError() {
    Command.Result result =
        Command.of(node().directory().resolve("cni/bin/weft-cni").toString())
            .reading("{\"cniVersion\": \"1.0.0\", \"name\": 7")
            .with(
                Map.of(
                    "CNI_COMMAND", "ADD",
                    "CNI_CONTAINERID", "x",
                    "CNI_NETNS", "/run/netns/none",
                    "CNI_IFNAME", "eth0",
                    "CNI_PATH", "/nowhere"))
            .finish();
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.output()).contains("\"code\"").contains("\"msg\"");
  }
}
