package io.weft.openflow.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Open vSwitch of its own: ovsdb-server and ovs-vswitchd in a private run directory, with
/// the dummy datapath and a bridge `br-int` that has one port, number 1. It touches no interface of
/// the machine and needs no namespace.
final class OpenVswitch implements AutoCloseable {

  private final Path run;
  private final List<Process> daemons = new ArrayList<>();

  private OpenVswitch(Path run) {
    this.run = run;
  }

  static OpenVswitch start() throws IOException, InterruptedException {
    OpenVswitch ovs = new OpenVswitch(Files.createTempDirectory("weft-of"));
    try {
      ovs.startDaemons();
    } catch (IOException | InterruptedException | RuntimeException e) {
      ovs.close();
      throw e;
    }
    return ovs;
  }

  private void startDaemons() throws IOException, InterruptedException {
    command("ovsdb-tool", "create", run + "/conf.db", "/usr/share/openvswitch/vswitch.ovsschema");
    startDatabase();
    vsctl("--no-wait", "init");
    startSwitch();
    vsctl(
        "add-br",
        "br-int",
        "--",
        "set",
        "bridge",
        "br-int",
        "datapath_type=dummy",
        "fail_mode=secure",
        "protocols=OpenFlow15",
        "--",
        "add-port",
        "br-int",
        "p1",
        "--",
        "set",
        "interface",
        "p1",
        "type=dummy",
        "ofport_request=1");
  }

  private void startDatabase() throws IOException, InterruptedException {
    daemon(
        "ovsdb-server",
        run + "/conf.db",
        "--remote=punix:" + run + "/db.sock",
        "--unixctl=" + run + "/db.ctl");
    command("ovs-appctl", "-t", run + "/db.ctl", "version");
  }

  void startSwitch() throws IOException, InterruptedException {
    daemon(
        "ovs-vswitchd",
        "unix:" + run + "/db.sock",
        "--enable-dummy=override",
        "--disable-system",
        "--disable-system-route",
        "--unixctl=" + run + "/vswitchd.ctl",
        "--pidfile=" + run + "/vswitchd.pid");
  }

  /// Kills ovs-vswitchd; [#startSwitch] brings a new one.
  void killSwitch() throws InterruptedException {
    Process vswitchd = daemons.removeLast();
    vswitchd.destroyForcibly().waitFor();
  }

  private void daemon(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    words.add("--log-file=" + run + "/" + command[0] + ".log");
    words.add("-vconsole:off");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(run.resolve(command[0] + ".out").toFile());
    builder.environment().put("OVS_RUNDIR", run.toString());
    builder.environment().put("OVS_DBDIR", run.toString());
    daemons.add(builder.start());
    Path control = run.resolve(command[0].equals("ovsdb-server") ? "db.ctl" : "vswitchd.ctl");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Files.exists(control)) {
      if (System.nanoTime() > deadline || !daemons.getLast().isAlive()) {
        throw new IOException(command[0] + " did not start; see " + run);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /// The bridge's management socket.
  String socket() {
    return run + "/br-int.mgmt";
  }

  /// Runs ovs-vsctl and returns its output.
  String vsctl(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + run + "/db.sock"));
    words.addAll(List.of(arguments));
    return command(words.toArray(String[]::new));
  }

  /// Runs ovs-ofctl on the bridge with OpenFlow 1.5 and returns its output.
  String ofctl(String command, String... arguments) throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of("ovs-ofctl", "-O", "OpenFlow15", "--no-names", "--no-stats", command));
    words.add("unix:" + socket());
    words.addAll(List.of(arguments));
    return command(words.toArray(String[]::new));
  }

  /// Runs ovs-appctl on ovs-vswitchd and returns its output.
  String appctl(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ovs-appctl", "-t", run + "/vswitchd.ctl"));
    words.addAll(List.of(arguments));
    return command(words.toArray(String[]::new));
  }

  private String command(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("OVS_RUNDIR", run.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    for (Process daemon : daemons) {
      daemon.destroyForcibly().onExit().join();
    }
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
