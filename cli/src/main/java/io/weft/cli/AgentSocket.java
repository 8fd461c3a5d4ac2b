package io.weft.cli;

import io.weft.lab.agent.AgentClient;
import io.weft.lab.node.LabPaths;
import io.weft.lab.topology.LabSpec;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The options that say which agent.
final class AgentSocket {

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
      defaultValue = "lab",
      description = "Which lab --node is in (default: ${DEFAULT-VALUE}).")
  private String lab = "lab";

  AgentClient client() {
    return new AgentClient(
        node.isEmpty() ? socket : new LabPaths(LabSpec.checkName(lab)).agentSocket(node));
  }
}
