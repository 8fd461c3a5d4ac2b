package io.weft.lab.node;

import io.weft.lab.netns.NetworkNamespace;
import java.nio.file.Path;

/// Where a lab keeps its files and how its namespaces are called.
///
/// @param lab the lab's name
public record LabPaths(String lab) {

  /// The directory of all labs.
  public static final Path LABS = Path.of("/run/weft-lab");

  public Path root() {
    return LABS.resolve(lab);
  }

  /// The state directory that all agents of the lab watch.
  public Path state() {
    return root().resolve("state");
  }

  /// The control socket of the process that owns the lab.
  public Path socket() {
    return root().resolve("lab.sock");
  }

  /// The process id of the owner.
  public Path owner() {
    return root().resolve("owner.pid");
  }

  public Path node(String name) {
    return root().resolve(name);
  }

  public Path agentSocket(String node) {
    return node(node).resolve("agent.sock");
  }

  public Path ovs(String node) {
    return node(node).resolve("ovs");
  }

  public NetworkNamespace hub() {
    return new NetworkNamespace("weft-" + lab + "-net");
  }

  public NetworkNamespace nodeNamespace(String node) {
    return new NetworkNamespace("weft-" + lab + "-" + node);
  }

  public NetworkNamespace podNamespace(String namespace, String pod) {
    return new NetworkNamespace("weft-" + lab + "_" + namespace + "_" + pod);
  }

  /// Whether a namespace of this name belongs to the lab.
  public boolean owns(String namespaceName) {
    return namespaceName.startsWith("weft-" + lab + "-")
        || namespaceName.startsWith("weft-" + lab + "_");
  }
}
