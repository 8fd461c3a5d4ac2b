package io.weft.lab.bench.cni;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Calls CNI executables and takes the time from before the process is started until it has ended: a
/// program of its own, so that it can run in a node's network as a container runtime does.
///
/// Arguments: the number of rounds, the prefix of the sandboxes' namespaces, the process ids of what
/// works for the executables (with commas between), and for each contender its name, executable and
/// configuration file. So many ADDs at once, and when all have ended so many DELs at once, so that
/// neither waits for the other kind. Prints a line per measured set of calls: `ROUND CONTENDER PARALLEL COMMAND
/// MILLIS…`, where the command `CPU` stands for the processor time of one ADD and DEL: of the
/// executables and of those processes. Round 0 is not meant to be counted: caches are cold.
public final class CniWorker {

  /// How many calls at a time, and how often that is repeated in a round.
  static final Map<Integer, Integer> REPEATS = Map.of(1, 20, 10, 6, 50, 2);

  private static final double MILLIS_PER_TICK = 10;

  /// A kind of network.
  private record Contender(String name, Path executable, Path configuration) {}

  /// The times of one set of calls.
  private record Times(List<Double> add, List<Double> delete) {}

  private final String prefix;
  private final List<String> servants;

  private CniWorker(String prefix, List<String> servants) {
    this.prefix = prefix;
    this.servants = servants;
  }

  /// The program.
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    CniWorker worker = new CniWorker(arguments[1], List.of(arguments[2].split(",", -1)));
    List<Contender> contenders = new ArrayList<>();
    for (int i = 3; i < arguments.length; i += 3) {
      contenders.add(
          new Contender(arguments[i], Path.of(arguments[i + 1]), Path.of(arguments[i + 2])));
    }
    for (int round = 0; round <= rounds; round++) {
      for (int parallel : REPEATS.keySet().stream().sorted().toList()) {
        for (int i = 0; i < contenders.size(); i++) {
          // Who begins changes from round to round.
          Contender contender = contenders.get((i + round) % contenders.size());
          double before = worker.processorMillis();
          Times times = worker.measure(contender, parallel, round);
          double used = worker.processorMillis() - before;
          print(round, contender, parallel, "CPU", List.of(used / times.add().size()));
          print(round, contender, parallel, "ADD", times.add());
          print(round, contender, parallel, "DEL", times.delete());
        }
      }
    }
  }

  private static void print(
      int round, Contender contender, int parallel, String command, List<Double> millis) {
    StringBuilder line = new StringBuilder();
    line.append("%d %s %d %s".formatted(round, contender.name(), parallel, command));
    millis.forEach(value -> line.append(" ").append(value));
    System.out.println(line);
  }

  /// The processor time so far of the executables that have ended and of those who serve them.
  private double processorMillis() throws IOException {
    long ticks = ticks("self", 15, 16);
    for (String pid : servants) {
      ticks += ticks(pid, 13, 14);
    }
    return ticks * MILLIS_PER_TICK;
  }

  /// The sum of two fields of proc_pid_stat(5), counted from 0.
  private static long ticks(String pid, int first, int second) throws IOException {
    String stat = Files.readString(Path.of("/proc", pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    // The first two fields are before the closing parenthesis.
    return Long.parseLong(fields[first - 2]) + Long.parseLong(fields[second - 2]);
  }

  private Times measure(Contender contender, int parallel, int round) throws Exception {
    Times times = new Times(new ArrayList<>(), new ArrayList<>());
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      for (int i = 0; i < REPEATS.getOrDefault(parallel, 1); i++) {
        String id =
            "bench-%s-%d-%d-%d"
                .formatted(contender.name().replaceAll("[^a-z0-9]", "-"), round, parallel, i);
        times.add().addAll(atOnce(threads, contender, "ADD", id, parallel));
        times.delete().addAll(atOnce(threads, contender, "DEL", id, parallel));
      }
    }
    return times;
  }

  private List<Double> atOnce(
      ExecutorService threads, Contender contender, String command, String id, int parallel)
      throws Exception {
    List<Future<Double>> pending = new ArrayList<>();
    for (int slot = 0; slot < parallel; slot++) {
      String container = id + "-" + slot;
      String namespace = "/run/netns/" + prefix + slot;
      pending.add(threads.submit(() -> call(contender, command, container, namespace)));
    }
    List<Double> millis = new ArrayList<>();
    for (Future<Double> one : pending) {
      millis.add(one.get());
    }
    return millis;
  }

  private static double call(Contender contender, String command, String id, String namespace)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(contender.executable().toString());
    Map<String, String> environment = builder.environment();
    environment.put("CNI_COMMAND", command);
    environment.put("CNI_CONTAINERID", id);
    environment.put("CNI_NETNS", namespace);
    environment.put("CNI_IFNAME", "eth0");
    environment.put("CNI_PATH", contender.executable().resolveSibling("").toString());
    builder.redirectInput(contender.configuration().toFile());
    builder.redirectError(new File("/dev/null"));
    long start = System.nanoTime();
    Process process = builder.start();
    int status = process.waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    byte[] output = process.getInputStream().readAllBytes();
    if (status != 0) {
      throw new IllegalStateException(
          "%s of %s for %s failed: %s"
              .formatted(
                  command, contender.name(), id, new String(output, StandardCharsets.UTF_8)));
    }
    return millis;
  }

  /// Where a contender's configuration goes.
  static Path configuration(Path directory, String name, String json) throws IOException {
    return Files.writeString(directory.resolve(name.replace('/', '-') + ".json"), json);
  }
}
