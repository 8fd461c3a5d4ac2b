package io.weft.lab.bench.services;

import io.weft.lab.Lab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.Turns;
import io.weft.lab.node.AgentProcess;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.KubernetesObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What it costs to put ten thousand Services in force.
public final class ServiceLoadBenchmark implements Benchmark {

  private static final String NAME = "svc-load";
  private static final double TARGET = 0.35;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WEFT = "agent and ovs-vswitchd";
  private static final String PROXY = "iptables-legacy-restore";

  /// Seconds of one load.
  private record Cost(double total, double ovs) {
    @Override
    public String toString() {
      return ovs == 0
          ? "%.2f s".formatted(total)
          : "%.2f s, %.2f s of it in ovs-vswitchd".formatted(total, ovs);
    }
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "10,000 Services with 4 endpoints each, on one node without Pods. Weft: an agent that has"
        + " just started, is at rest and serves an empty cluster; then 10,000 Services and 10,000 EndpointSlices"
        + " are renamed into its state directory as 40 lists of 500, which is how an API server"
        + " sends them (iptables' tool reads one file, too); counted is the processor time of the"
        + " agent (all threads: reading the lists, compiling, sending, its JVM's compiler and"
        + " collector) and of ovs-vswitchd (all threads) from before the first file until the agent"
        + " says that everything is in force; its audits, once a minute, are put off. Baseline: one iptables-legacy-restore --noflush of the"
        + " same in kube-proxy's rules (190,000 lines) into an empty table of a namespace; user and"
        + " system time of that tool; kube-proxy's own work is not counted.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<KubernetesObject> objects = ManyServices.TEN_THOUSAND.objects();
    String rules = new ProxyRules(ManyServices.TEN_THOUSAND).all(List.of());
    try (Lab lab = ProxyTable.lab();
        ProxyTable proxy = ProxyTable.create(lab)) {
      progress.accept("the lab is up");
      Map<String, List<Cost>> costs =
          new Turns<Cost>()
              .with(WEFT, () -> load(lab, objects))
              .with(PROXY, () -> load(proxy, rules))
              .take(rounds, progress);
      List<Cost> weft = costs.getOrDefault(WEFT, List.of());
      List<Double> total = weft.stream().map(Cost::total).toList();
      List<Double> other = costs.getOrDefault(PROXY, List.of()).stream().map(Cost::total).toList();
      List<Double> ovs = weft.stream().map(Cost::ovs).toList();
      return List.of(
          Row.ratio(
              NAME,
              "10,000 Services, processor time",
              "s",
              total,
              PROXY,
              other,
              Target.atMost(TARGET)),
          Row.value(NAME, "of it ovs-vswitchd", "s", ovs, Target.REPORTED));
    }
  }

  private static Cost load(Lab lab, List<KubernetesObject> objects) {
    LabNode node = lab.node("n1");
    lab.withdrawLists(PATIENCE);
    AgentProcess agent = node.agent();
    agent.stop();
    agent.startAgain();
    agent.awaitReady(PATIENCE);
    NodeTime.awaitRest(node, PATIENCE);
    NodeTime before = NodeTime.of(node);
    lab.announceLists(objects);
    lab.settle(PATIENCE);
    NodeTime used = NodeTime.of(node).since(before);
    return new Cost(used.seconds(), used.ovs().seconds());
  }

  private static Cost load(ProxyTable proxy, String rules) {
    proxy.clear();
    return new Cost(proxy.restore(rules), 0);
  }
}
