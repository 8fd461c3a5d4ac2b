package io.weft.lab.bench.cni;

import io.weft.lab.Lab;
import io.weft.lab.agent.Distribution;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Spread;
import io.weft.lab.bench.Target;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// CNI ADD and DEL through the real executables, from before the process starts until it has ended,
/// at 1, 10 and 50 at a time: so many ADDs at once, and when all have ended so many DELs.
///
/// Baseline: Debian's `bridge` with `host-local`, on the same node, a network with an IPv4 and an
/// IPv6 range as Weft's is, without masquerading. Weft also programs the switch and waits until it
/// has confirmed. Measured along and printed: the same baseline with IPv4 alone, the least that it
/// can do, and a process that does nothing, started the same way. One uncounted round goes ahead,
/// so an agent is measured that has worked for a minute, as most have.
///
/// The processor time counts executables, agent and switch; what the kernel does in threads of its
/// own is in nobody's account. It does not depend on what else the machine has to do, as times do.
public final class CniBenchmark implements Benchmark {

  private static final String NAME = "cni";
  private static final Path PLUGINS = Path.of("/usr/lib/cni");
  private static final String PREFIX = "weft-" + BenchLab.name() + "_s";
  private static final String WEFT = "weft";
  private static final String BASELINE = "bridge+host-local";
  private static final String IPV4 = "bridge+host-local/IPv4";
  private static final String FLOOR = "nothing";

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public String about() {
    return "CNI ADD and DEL by the real executable, from before its process starts until it has"
        + " ended, at 1, 10 and 50 at a time (20, 6 and 2 of each per round and slot). Weft gives"
        + " both families, programs the switch and waits for its confirmation. Baseline: Debian's"
        + " bridge with host-local on the same node, IPv4 only, without masquerading. The processor"
        + " time is that of executables, agent, switch and database.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    if (!Files.isExecutable(PLUGINS.resolve("bridge"))) {
      throw new IllegalStateException(
          PLUGINS + "/bridge is missing: install Debian's containernetworking-plugins");
    }
    int sandboxes = CniWorker.REPEATS.keySet().stream().mapToInt(n -> n).max().orElseThrow();
    try (Lab lab = BenchLab.up(1, true)) {
      LabNode node = lab.nodes().iterator().next();
      for (int i = 0; i < sandboxes; i++) {
        new NetworkNamespace(PREFIX + i).create();
      }
      String output = node.namespace().command(worker(node, rounds).toArray(String[]::new)).run();
      return rows(Measured.parse(output, rounds), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> worker(LabNode node, int rounds) throws IOException {
    Path directory = Files.createDirectories(node.directory().resolve("bench"));
    List<String> arguments =
        new ArrayList<>(List.of(Integer.toString(rounds), PREFIX, servants(node)));
    add(arguments, directory, WEFT, node.directory().resolve("cni/bin/weft-cni"), weft());
    add(
        arguments,
        directory,
        BASELINE,
        PLUGINS.resolve("bridge"),
        bridge(directory, "bench0", "10.99.0.0/16", "fd00:99::/64"));
    add(
        arguments,
        directory,
        IPV4,
        PLUGINS.resolve("bridge"),
        bridge(directory, "bench4", "10.98.0.0/16"));
    add(arguments, directory, FLOOR, Path.of("/bin/true"), "{}");
    return Distribution.ofThisProcess()
        .java("none", List.of("-Xshare:auto"), CniWorker.class.getName(), arguments);
  }

  /// Who does Weft's work: the agent, and what the switch consists of.
  private static String servants(LabNode node) throws IOException {
    List<String> pids = new ArrayList<>(List.of(Long.toString(node.agent().pid())));
    for (String program : List.of("ovs-vswitchd", "ovsdb-server")) {
      pids.add(Files.readString(node.directory().resolve("ovs/" + program + ".pid")).strip());
    }
    return String.join(",", pids);
  }

  private static void add(
      List<String> arguments, Path directory, String name, Path executable, String json)
      throws IOException {
    Path configuration = CniWorker.configuration(directory, name, json);
    arguments.addAll(List.of(name, executable.toString(), configuration.toString()));
  }

  private static String weft() {
    return "{\"cniVersion\": \"1.0.0\", \"name\": \"weft\", \"type\": \"weft-cni\"}";
  }

  /// @param subnets one per family
  private static String bridge(Path directory, String bridge, String... subnets) {
    String routes =
        Stream.of(subnets)
            .map(subnet -> subnet.contains(":") ? "::/0" : "0.0.0.0/0")
            .map("{\"dst\": \"%s\"}"::formatted)
            .collect(Collectors.joining(", "));
    String ranges =
        Stream.of(subnets)
            .map("[{\"subnet\": \"%s\"}]"::formatted)
            .collect(Collectors.joining(", "));
    return """
    {"cniVersion": "1.0.0", "name": "%s", "type": "bridge", "bridge": "%s",
     "isGateway": true, "ipMasq": false,
     "ipam": {"type": "host-local", "dataDir": "%s", "routes": [%s], "ranges": [%s]}}
    """
        .formatted(bridge, bridge, directory.resolve("addresses"), routes, ranges);
  }

  private List<Row> rows(Map<String, Measured> measured, Consumer<String> progress) {
    List<Row> rows = new ArrayList<>();
    for (String command : List.of("ADD", "DEL")) {
      for (int parallel : CniWorker.REPEATS.keySet().stream().sorted().toList()) {
        String of = " %d %s".formatted(parallel, command);
        for (int percent : List.of(50, 99)) {
          rows.add(
              Row.ratio(
                  NAME,
                  "%s, %d at a time, p%d".formatted(command, parallel, percent),
                  "ms",
                  times(measured, WEFT + of, percent),
                  BASELINE,
                  times(measured, BASELINE + of, percent),
                  Target.atMost(1)));
        }
        for (String along : List.of(IPV4, FLOOR)) {
          progress.accept(
              "%s by %s, %d at a time: p50 %s ms"
                  .formatted(command, along, parallel, Spread.of(times(measured, along + of, 50))));
        }
      }
    }
    for (int parallel : CniWorker.REPEATS.keySet().stream().sorted().toList()) {
      String of = " %d CPU".formatted(parallel);
      rows.add(
          Row.ratio(
              NAME,
              "processor time of an ADD and a DEL, %d at a time".formatted(parallel),
              "ms",
              times(measured, WEFT + of, 50),
              BASELINE,
              times(measured, BASELINE + of, 50),
              Target.atMost(1)));
    }
    return rows;
  }

  private static List<Double> times(Map<String, Measured> measured, String what, int percent) {
    Measured times = measured.get(what);
    if (times == null) {
      throw new IllegalStateException(what + " was not measured");
    }
    return times.percentiles(percent);
  }

  /// The times of one set of calls, by round.
  private record Measured(List<List<Double>> rounds) {

    /// Reads the worker's output, without its round 0.
    static Map<String, Measured> parse(String output, int rounds) {
      Map<String, Measured> measured = new TreeMap<>();
      for (String line : output.split("\n", -1)) {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() > 4 && !words.getFirst().equals("0")) {
          measured
              .computeIfAbsent(
                  String.join(" ", words.subList(1, 4)), _ -> new Measured(new ArrayList<>()))
              .rounds()
              .add(words.subList(4, words.size()).stream().map(Double::parseDouble).toList());
        }
      }
      measured.forEach((what, times) -> {
        if (times.rounds().size() != rounds) {
          throw new IllegalStateException(
              "%s has %d rounds, not %d".formatted(what, times.rounds().size(), rounds));
        }
      });
      return measured;
    }

    List<Double> percentiles(int percent) {
      return rounds.stream().map(round -> Spread.percentile(round, percent)).toList();
    }
  }
}
