package io.weft.lab.command;

import io.weft.lab.topology.Tunnel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft lab up`.
@Command(name = "up", description = "Bring a lab up: nodes n1, n2 … and an outside host e1.")
final class UpCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Option(
      names = "--nodes",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes = 3;

  @Option(
      names = "--tunnel",
      defaultValue = "geneve",
      description = "How nodes carry Pod traffic: ${COMPLETION-CANDIDATES} (default: geneve).")
  private Tunnel tunnel = Tunnel.GENEVE;

  @Option(names = "--ipv6", description = "Give nodes and Pods IPv6 addresses as well.")
  private boolean ipv6;

  @Option(
      names = "--keep",
      description = "If a part does not start, keep what was built, to look at it.")
  private boolean keep;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    lab.client().up(nodes, tunnel, ipv6, keep);
    System.out.printf(
        "lab %s: %d %s up in %.1f s%n",
        lab.paths().lab(), nodes, nodes == 1 ? "node" : "nodes", (System.nanoTime() - start) / 1e9);
    return 0;
  }
}
