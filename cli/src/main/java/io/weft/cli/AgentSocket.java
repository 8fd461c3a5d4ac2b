package io.weft.cli;

import io.weft.lab.agent.AgentClient;
import io.weft.lab.node.LabPaths;
import io.weft.lab.topology.LabSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options that say which agent.
final class AgentSocket {

  private static final String DEFAULT_LAB = "lab";

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      defaultValue = "${env:WEFT_AGENT_SOCKET:-/run/weft/agent.sock}",
      description = "The agent's socket (default: $$WEFT_AGENT_SOCKET, or /run/weft/agent.sock).")
  private Path socket = Path.of("/run/weft/agent.sock");

  @Option(
      names = "--node",
      paramLabel = "NODE",
      defaultValue = "",
      description = "The agent of this node of a lab, instead of --socket.")
  private String node = "";

  @Option(
      names = "--lab",
      paramLabel = "LAB",
      defaultValue = "",
      description = "Which lab --node is in (default: " + DEFAULT_LAB + ").")
  private String lab = "";

  AgentClient client() {
    return node.isEmpty() && lab.isEmpty()
        ? new AgentClient(socket)
        : new AgentClient(paths().agentSocket(oneNode()));
  }

  private String oneNode() {
    if (node.isEmpty()) {
      throw new IllegalArgumentException("which node of lab " + lab + "? say --node NODE");
    }
    return node;
  }

  private LabPaths paths() {
    return new LabPaths(LabSpec.checkName(lab.isEmpty() ? DEFAULT_LAB : lab));
  }

  /// The agents of all nodes of a lab if `--lab` alone was said, else the one that [#client()] is.
  List<AgentClient> clients() {
    if (lab.isEmpty() || !node.isEmpty()) {
      return List.of(client());
    }
    if (!Files.isDirectory(paths().root())) {
      throw new IllegalArgumentException(
          "there is no lab '%s'; 'weft lab up --name %s' makes it".formatted(lab, lab));
    }
    try (Stream<Path> directories = Files.list(paths().root())) {
      return directories
          .map(directory -> directory.resolve("agent.sock"))
          .filter(Files::exists)
          .sorted()
          .map(AgentClient::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the directory of lab " + lab + " cannot be read", e);
    }
  }
}
