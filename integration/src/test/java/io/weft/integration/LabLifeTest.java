package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Remains;
import io.weft.lab.daemon.LabClient;
import io.weft.lab.node.LabPaths;
import io.weft.lab.process.Command;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.wait.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A lab leaves nothing behind, whichever way it ends.
class LabLifeTest {

  private static final LabPaths PATHS = new LabPaths("itlife");

  @AfterEach
  void gone() {
    Remains.remove(PATHS);
  }

  private static List<String> namespaces() {
    return Command.of("ip", "netns", "list").run().lines().filter(PATHS::owns).toList();
  }

  private static List<ProcessHandle> programs() {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().commandLine().orElse("").contains(PATHS.root().toString() + "/"))
        .toList();
  }

  @Test
  void downRemovesProcessesNamespacesAndFiles() {
    LabClient client = new LabClient(PATHS);
    client.up(1, Tunnel.GENEVE, false, false);
    assertThat(client.ask("status", ObjectReader.JSON.createObjectNode()).path("nodes")).hasSize(1);
    assertThat(namespaces()).isNotEmpty();
    assertThat(programs()).isNotEmpty();
    client.down();
    assertThat(namespaces()).isEmpty();
    assertThat(programs()).isEmpty();
    assertThat(PATHS.root()).doesNotExist();
  }

  @Test
  void programsEndWithAnOwnerThatIsKilledAndTheNextLabRemovesTheRest() {
    LabClient client = new LabClient(PATHS);
    client.up(1, Tunnel.GENEVE, false, false);
    boolean _ =
        ProcessHandle.of(Remains.owner(PATHS).orElseThrow()).orElseThrow().destroyForcibly();
    Waiting.until("the programs to end", Duration.ofSeconds(10), () -> programs().isEmpty());
    client.up(1, Tunnel.GENEVE, false, false);
    client.down();
    assertThat(namespaces()).isEmpty();
  }
}
