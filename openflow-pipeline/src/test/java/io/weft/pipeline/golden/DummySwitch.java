package io.weft.pipeline.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real Open vSwitch with the bridge `br-int`, whose packets go nowhere; gone when closed. Its
/// own run directory and processes, no network interface of the machine.
final class DummySwitch implements AutoCloseable {

  private final Path directory;
  private final List<Process> daemons = new ArrayList<>();

  private DummySwitch(Path directory) {
    this.directory = directory;
  }

  /// Starts it with these tables' and ports' names, by number.
  static DummySwitch start(Map<Integer, String> tables, Map<Integer, String> ports)
      throws IOException {
    DummySwitch started = new DummySwitch(Files.createTempDirectory("weft-pipeline"));
    try {
      started.run(tables, ports);
      return started;
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  private void run(Map<Integer, String> tables, Map<Integer, String> ports) {
    String database = file("conf.db");
    tool("ovsdb-tool", "create", database, "/usr/share/openvswitch/vswitch.ovsschema");
    daemon("ovsdb-server", database, "--remote=punix:" + file("db.sock"));
    vsctl("--no-wait", "init");
    daemon("ovs-vswitchd", "unix:" + file("db.sock"), "--enable-dummy", "--disable-system");
    vsctl("add-br", "br-int", "--", "set", "bridge", "br-int", "datapath_type=dummy");
    vsctl("set", "bridge", "br-int", "fail-mode=secure");
    ports.forEach((number, name) ->
        vsctl(
            "add-port",
            "br-int",
            name,
            "--",
            "set",
            "interface",
            name,
            "type=dummy",
            "ofport_request=" + number));
    tables.forEach((number, name) ->
        vsctl(
            "--id=@t",
            "create",
            "flow_table",
            "name=" + name,
            "--",
            "set",
            "bridge",
            "br-int",
            "flow_tables:" + number + "=@t"));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private void daemon(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("--unixctl=" + file(name + ".ctl"), "--log-file=" + file(name + ".log")));
    command.addAll(List.of("-vconsole:off", "--pidfile=" + file(name + ".pid")));
    try {
      daemons.add(builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String vsctl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ovs-vsctl", "--timeout=10", "--retry", "--db=unix:" + file("db.sock")));
    command.addAll(List.of(arguments));
    return tool(command.toArray(String[]::new));
  }

  /// Runs `ovs-ofctl` on OpenFlow 1.5: the command, the bridge, further arguments.
  String ofctl(List<String> options, String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow15"));
    line.addAll(options);
    line.addAll(List.of(command, file("br-int.mgmt")));
    line.addAll(List.of(arguments));
    return tool(line.toArray(String[]::new));
  }

  /// Runs `ofproto/trace` for a packet written as a flow; each conntrack lookup says `state`.
  String trace(String packet, String state) {
    return tool(
        "ovs-appctl",
        "-t",
        file("ovs-vswitchd.ctl"),
        "ofproto/trace",
        "br-int",
        packet,
        "--ct-next",
        state);
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")) {
      builder.environment().put(variable, directory.toString());
    }
    return builder;
  }

  private String tool(String... command) {
    try {
      Process process = builder(List.of(command)).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "%s: exit %d: %s".formatted(List.of(command), exit, output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      for (Process daemon : daemons.reversed()) {
        daemon.destroy();
        if (!daemon.waitFor(5, TimeUnit.SECONDS)) {
          daemon.destroyForcibly().waitFor();
        }
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
