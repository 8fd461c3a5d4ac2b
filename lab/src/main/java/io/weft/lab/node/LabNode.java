package io.weft.lab.node;

import io.weft.lab.agent.Distribution;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.NodeSpec;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One running node: namespace, underlay port, Open vSwitch, agent.
public final class LabNode {

  private static final Duration START = Duration.ofMinutes(2);

  private final NodeSpec spec;
  private final LabPaths paths;
  private final Ovs ovs;
  private final AgentProcess agent;

  private LabNode(NodeSpec spec, LabPaths paths, Ovs ovs, AgentProcess agent) {
    this.spec = spec;
    this.paths = paths;
    this.ovs = ovs;
    this.agent = agent;
  }

  /// Builds the node and returns when its agent is ready.
  ///
  /// @param number the node's position, from 0
  public static LabNode start(
      NodeSpec spec,
      LabSpec lab,
      LabPaths paths,
      Underlay underlay,
      int number,
      Distribution distribution) {
    NetworkNamespace namespace = paths.nodeNamespace(spec.name());
    namespace.create();
    Underlay.quickAddresses(namespace);
    underlay.plug(spec, namespace, number);
    Path directory = paths.node(spec.name());
    write(directory, configuration(spec, lab, paths));
    Ovs ovs = Ovs.start(namespace, paths.ovs(spec.name()));
    AgentProcess agent = new AgentProcess(paths, spec.name(), distribution);
    agent.awaitReady(START);
    // Like kubelet, which calls a node ready when there is a network to call.
    Waiting.until(
        "CNI configuration of " + spec.name(),
        START,
        () -> configured(directory.resolve("cni/conf")));
    return new LabNode(spec, paths, ovs, agent);
  }

  private static boolean configured(Path conf) {
    try (Stream<Path> files = Files.list(conf)) {
      return files.anyMatch(file -> file.toString().endsWith(".conflist"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path directory, String configuration) {
    try {
      Files.createDirectories(directory.resolve("cni/bin"));
      Files.createDirectories(directory.resolve("cni/conf"));
      Files.writeString(directory.resolve("agent.yaml"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String configuration(NodeSpec spec, LabSpec lab, LabPaths paths) {
    Path directory = paths.node(spec.name());
    boolean ipv6 = spec.addresses().stream().anyMatch(address -> address.isIpv6());
    String services = ipv6 ? "[\"10.96.0.0/12\", \"fd00:10:96::/108\"]" : "[\"10.96.0.0/12\"]";
    String configuration =
        """
        nodeName: %s
        source: directory
        stateDirectory: %s
        ovsRunDirectory: %s
        datapath: netdev
        tunnel: %s
        underlayInterface: eth0
        serviceCidrs: %s
        agentSocket: %s
        cniSocket: %s
        cniBinDirectory: %s
        cniConfDirectory: %s
        """
            .formatted(
                spec.name(),
                paths.state(),
                paths.ovs(spec.name()),
                lab.tunnel().word(),
                services,
                paths.agentSocket(spec.name()),
                directory.resolve("cni.sock"),
                directory.resolve("cni/bin"),
                directory.resolve("cni/conf"));
    StringBuilder text = new StringBuilder(configuration);
    lab.settings().forEach((key, value) -> text.append("%s: %s%n".formatted(key, value)));
    return text.toString();
  }

  public NodeSpec spec() {
    return spec;
  }

  public String name() {
    return spec.name();
  }

  public NetworkNamespace namespace() {
    return paths.nodeNamespace(spec.name());
  }

  /// The node's run directory.
  public Path directory() {
    return paths.node(spec.name());
  }

  public Ovs ovs() {
    return ovs;
  }

  public AgentProcess agent() {
    return agent;
  }

  /// Ends agent and switch; the namespace stays until the lab removes it.
  public void stop() {
    agent.stop();
    ovs.stop();
  }

  @Override
  public String toString() {
    return spec.addresses().stream()
        .map(Object::toString)
        .collect(Collectors.joining(" ", spec.name() + " ", ""));
  }
}
