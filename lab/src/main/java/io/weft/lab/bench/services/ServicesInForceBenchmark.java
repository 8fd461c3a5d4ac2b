package io.weft.lab.bench.services;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.lab.bench.Turns;
import io.weft.lab.bench.agent.AgentCounts;
import io.weft.lab.bench.load.Connections;
import io.weft.lab.bench.load.LoadServer;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What a change costs where ten thousand Services are in force, and whether a connection's time
/// depends on which of them it goes to.
public final class ServicesInForceBenchmark implements Benchmark {

  private static final String UPDATE = "svc-update";
  private static final String FLAT = "svc-flat";
  private static final double UPDATE_TARGET = 0.001;
  private static final double FLAT_TARGET = 1.1;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ManyServices MANY = ManyServices.TEN_THOUSAND;
  private static final int LAST = MANY.services() - 1;
  private static final int SERVERS = MANY.endpoints();
  private static final int CHANGES = 200;
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final int RESTORES = 3;
  private static final int CONNECTIONS = 300;
  private static final String WEFT = "agent and ovs-vswitchd";
  private static final String PROXY = "iptables-legacy-restore";

  private int generation;

  /// Milliseconds and messages of one change.
  private record Change(double millis, double messages) {
    @Override
    public String toString() {
      return "%.2f ms a change, %.2f messages".formatted(millis, messages);
    }
  }

  @Override
  public List<String> names() {
    return List.of(UPDATE, FLAT);
  }

  @Override
  public String about() {
    return "10,000 Services with 4 endpoints each in force on one node (see svc-load). svc-update: one"
        + " endpoint is exchanged for another, 200 times in different Services, 10 ms apart: a slice's"
        + " file is replaced each time; processor time of the agent (all threads) and ovs-vswitchd (all"
        + " threads), from before the first until the last is in force, by change; and the flow- and"
        + " group-mods that the agent has sent, by change. Baseline: iptables-legacy-restore --noflush"
        + " of that Service's seven chains, user and system time, median of 3; kube-proxy rewrites"
        + " KUBE-SERVICES as well, which is left out here. svc-flat: 300 short TCP connections one at a"
        + " time from a Pod to the last Service against as many to the first, each with four endpoints"
        + " on the node; median of the time from connect to connected. Beside it the same with those"
        + " iptables rules, from a namespace to another one by a veth pair.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    List<LoadServer> servers = new ArrayList<>();
    try (Lab lab = ProxyTable.lab();
        ProxyTable proxy = ProxyTable.create(lab)) {
      List<KubernetesObject> pods = new ArrayList<>(List.of(BenchLab.pod("client", "n1")));
      IntStream.range(0, SERVERS).forEach(i -> pods.add(BenchLab.pod("server-" + i, "n1")));
      lab.apply(pods);
      List<IpAddress> addresses = new ArrayList<>();
      for (int i = 0; i < SERVERS; i++) {
        var server = BenchLab.find(lab, "server-" + i);
        addresses.add(server.addresses().getFirst());
        servers.add(LoadServer.open(server.namespace(), ManyServices.TARGET_PORT));
      }
      lab.announce(MANY.objects());
      lab.announce(List.of(ManyServices.slice(0, addresses), ManyServices.slice(LAST, addresses)));
      lab.settle(PATIENCE);
      double _ = proxy.restore(new ProxyRules(MANY).all(proxy.servers()));
      proxy.serve();
      progress.accept("10,000 Services are in force");
      List<Row> rows = new ArrayList<>(updates(lab, proxy, rounds, progress));
      rows.addAll(flat(BenchLab.find(lab, "client").namespace(), proxy.client(), rounds, progress));
      return rows;
    } finally {
      servers.forEach(LoadServer::close);
    }
  }

  private List<Row> updates(Lab lab, ProxyTable proxy, int rounds, Consumer<String> progress) {
    Map<String, List<Change>> changes =
        new Turns<Change>()
            .with(WEFT, () -> change(lab))
            .with(PROXY, () -> change(proxy))
            .take(rounds, progress);
    List<Change> weft = changes.getOrDefault(WEFT, List.of());
    List<Change> other = changes.getOrDefault(PROXY, List.of());
    return List.of(
        Row.ratio(
            UPDATE,
            "one endpoint exchanged, processor time",
            "ms",
            weft.stream().map(Change::millis).toList(),
            PROXY,
            other.stream().map(Change::millis).toList(),
            Target.atMost(UPDATE_TARGET)),
        Row.value(
            UPDATE,
            "one endpoint exchanged, flow- and group-mods",
            "",
            weft.stream().map(Change::messages).toList(),
            Target.exactly(1)));
  }

  private Change change(Lab lab) {
    LabNode node = lab.node("n1");
    generation++;
    lab.settle();
    double messages = messages(node);
    NodeTime before = NodeTime.of(node);
    for (int i = 0; i < CHANGES; i++) {
      int service = inside(i);
      lab.announce(List.of(ManyServices.slice(service, MANY.addresses(service, generation))));
      rest();
    }
    lab.settle();
    double seconds = NodeTime.of(node).since(before).seconds();
    return new Change(seconds * 1e3 / CHANGES, (messages(node) - messages) / CHANGES);
  }

  /// Some Service between the first and the last.
  private static int inside(int number) {
    return 1 + number * 37 % (LAST - 1);
  }

  private static void rest() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static double messages(LabNode node) {
    AgentCounts counts = AgentCounts.of(node.agent().client());
    return counts.flowMods() + counts.groupMods();
  }

  private Change change(ProxyTable proxy) {
    ProxyRules rules = new ProxyRules(MANY);
    generation++;
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < RESTORES; i++) {
      millis.add(proxy.restore(rules.one(inside(i), generation)) * 1e3);
    }
    return new Change(Spread.of(millis).median(), 0);
  }

  private static List<Row> flat(
      NetworkNamespace pod, NetworkNamespace proxy, int rounds, Consumer<String> progress) {
    Map<String, List<Double>> micros =
        new Turns<Double>()
            .with("Weft, first", () -> connect(pod, 0))
            .with("Weft, last", () -> connect(pod, LAST))
            .with("iptables, first", () -> connect(proxy, 0))
            .with("iptables, last", () -> connect(proxy, LAST))
            .take(rounds, progress);
    return List.of(
        flat("connect p50, last Service", micros, "Weft", Target.atMost(FLAT_TARGET)),
        flat(
            "connect p50 with iptables' rules, last Service", micros, "iptables", Target.REPORTED));
  }

  private static Row flat(
      String work, Map<String, List<Double>> micros, String who, Target target) {
    return Row.ratio(
        FLAT,
        work,
        "µs",
        micros.getOrDefault(who + ", last", List.of()),
        "first Service",
        micros.getOrDefault(who + ", first", List.of()),
        target);
  }

  private static double connect(NetworkNamespace from, int service) {
    return Connections.make(from, ManyServices.clusterIp(service), ManyServices.PORT, CONNECTIONS)
        .percentile(50);
  }
}
