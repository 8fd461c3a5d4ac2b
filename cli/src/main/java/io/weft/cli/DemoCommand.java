package io.weft.cli;

import io.weft.lab.Lab;
import io.weft.lab.node.LabNode;
import io.weft.lab.reach.Matrix;
import io.weft.lab.reach.Reach;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.terminal.Colours;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpFamily;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weft demo`.
@Command(
    name = "demo",
    description = {
      "A three-node cluster network on this machine: brought up, shown working, taken down.",
      "The exit status is 1 if anything does not reach what it must."
    })
final class DemoCommand implements Callable<Integer> {

  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.TCP, Protocol.UDP, Protocol.ICMP);
  private static final int PORT = 80;

  @Option(
      names = "--tunnel",
      defaultValue = "geneve",
      description = "${COMPLETION-CANDIDATES} (default: geneve).")
  private Tunnel tunnel = Tunnel.GENEVE;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    say("three nodes, IPv4 and IPv6, " + tunnel.word());
    Lab lab = Lab.up(LabSpec.ofNodes("demo", 3, true, tunnel));
    try {
      lab.nodes().forEach(node -> System.out.println("   node " + node));
      say("up in " + seconds(start) + "; starting Pods by CNI");
      start = System.nanoTime();
      lab.apply(objects());
      lab.pods()
          .forEach(pod ->
              System.out.println(
                  "   pod %s on %s %s"
                      .formatted(
                          pod.object().id().qualifiedName(), pod.node().name(), pod.addresses())));
      say(
          "Pods up in "
              + seconds(start)
              + "; who reaches whom ('.' reached, with the right source)");
      long wrong = reach(lab);
      flows(lab);
      say(wrong == 0 ? "everything reaches what it must" : wrong + " cells are wrong");
      return wrong == 0 ? 0 : 1;
    } finally {
      long down = System.nanoTime();
      lab.close();
      say("taken down in " + seconds(down));
    }
  }

  private static long reach(Lab lab) {
    long wrong = 0;
    for (Protocol protocol : PROTOCOLS) {
      for (IpFamily family : IpFamily.values()) {
        Matrix matrix = new Reach(lab, PORT).matrix(protocol, family);
        matrix.lines().forEach(line -> System.out.println("   " + line));
        wrong += matrix.asked() - matrix.reached();
      }
    }
    return wrong;
  }

  private static void flows(Lab lab) {
    LabNode node = lab.nodes().iterator().next();
    say("a few flows of %s (ovs-ofctl --names dump-flows br-int)".formatted(node.name()));
    List<String> lines =
        node.ovs()
            .ofctl("dump-flows", "br-int")
            .run()
            .lines()
            .filter(line -> line.contains("table="))
            .toList();
    for (int i = 0; i < lines.size(); i += Math.max(1, lines.size() / 8)) {
      System.out.println("   " + lines.get(i).strip());
    }
    System.out.println("   ... of " + lines.size());
  }

  private static List<KubernetesObject> objects() throws IOException {
    try (InputStream file = DemoCommand.class.getResourceAsStream("demo.yaml")) {
      if (file == null) {
        throw new IllegalStateException("demo.yaml is not in the jar");
      }
      return ObjectReader.parse(
          "demo.yaml", new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String seconds(long start) {
    return "%.1f s".formatted((System.nanoTime() - start) / 1e9);
  }

  private static void say(String text) {
    System.out.println(Colours.STRONG.of("== " + text));
  }
}
