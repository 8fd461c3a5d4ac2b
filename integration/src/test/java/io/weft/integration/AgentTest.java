package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.Lab;
import io.weft.lab.agent.Distribution;
import io.weft.lab.node.LabNode;
import io.weft.lab.process.Command;
import io.weft.lab.state.ObjectId;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What an agent costs, and what it says to bad input.
class AgentTest {

  private static int flowMods(LabNode node) {
    JsonNode messages = node.agent().client().ask("/status").json().path("flows").path("messages");
    assertThat(messages.path("flowMods").isInt()).as(messages.toString()).isTrue();
    return messages.path("flowMods").asInt();
  }

  @Test
  void aPodCostsAtMostEightFlowsPerFamilyOnItsNodeAndNoneElsewhere() {
    Lab lab = SharedLab.lab();
    Map<String, Integer> before = new HashMap<>();
    lab.nodes().forEach(node -> before.put(node.name(), flowMods(node)));
    lab.apply(SharedLab.objects(SharedLab.pod("cost", "n3", false)));
    for (LabNode node : lab.nodes()) {
      int sent = flowMods(node) - before.getOrDefault(node.name(), 0);
      assertThat(sent).as(node.name()).isBetween(0, node.name().equals("n3") ? 16 : 0);
    }
    lab.delete(List.of(new ObjectId("Pod", "it", "cost")));
  }

  @Test
  void anAgentThatHasComeToRestIsSmall() {
    for (LabNode node : SharedLab.lab().nodes()) {
      Waiting.until(
          "at most 150 MiB of " + node.name(),
          Duration.ofSeconds(30),
          () -> residentKibibytes(node) / 1024 <= 150);
      System.out.printf("agent of %s: %d MiB%n", node.name(), residentKibibytes(node) / 1024);
    }
  }

  private static long residentKibibytes(LabNode node) {
    try (var lines = Files.lines(Path.of("/proc", "" + node.agent().pid(), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBadObjectIsReportedByNameAndTheRestGoesOn() throws IOException {
    Lab lab = SharedLab.lab();
    Path bad = lab.paths().state().resolve("pod.it.broken.json");
    Files.writeString(
        bad, "{\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": 7");
    try {
      lab.apply(SharedLab.objects(SharedLab.pod("beside", "n1", false)));
      JsonNode broken = lab.node("n1").agent().client().ask("/status").json().path("brokenObjects");
      assertThat(broken.toString()).contains("pod.it.broken.json");
      assertThat(lab.pod("it", "beside")).isPresent();
    } finally {
      Files.delete(bad);
      lab.delete(List.of(new ObjectId("Pod", "it", "beside")));
    }
    Waiting.until(
        "the object to be forgotten",
        Duration.ofSeconds(10),
        () ->
            lab.node("n1").agent().client().ask("/status").json().path("brokenObjects").isEmpty());
  }

  @Test
  void aBadSettingIsNamedAndTheAgentDoesNotStart() {
    Command.Result result =
        Command.of(
                Distribution.ofThisProcess()
                    .java(
                        "agent.jvm",
                        List.of(),
                        "io.weft.controller.Agent",
                        List.of("--tunnel=carrier-pigeon")))
            .finish();
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.error()).contains("tunnel").contains("carrier-pigeon").contains("geneve");
  }
}
