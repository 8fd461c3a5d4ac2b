package io.weft.openflow;

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

/// A real Open vSwitch with one bridge, `br0`, whose packets go nowhere; gone when closed.
///
/// Its own run directory and processes, no network interface of the machine.
public final class DummyBridge implements AutoCloseable {

  private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

  private final Path directory;
  private final List<Process> daemons = new ArrayList<>();

  private DummyBridge(Path directory) {
    this.directory = directory;
  }

  /// Starts it, with ports `p1` to `p4` that have these numbers.
  public static DummyBridge start() {
    return start(Map.of(1, "p1", 2, "p2", 3, "p3", 4, "p4"), Map.of());
  }

  /// Starts it with these ports and names of tables, by number.
  public static DummyBridge start(Map<Integer, String> ports, Map<Integer, String> tables) {
    try {
      DummyBridge bridge = new DummyBridge(Files.createTempDirectory("weft-ovs"));
      try {
        bridge.startDaemons();
        bridge.addPorts(ports);
        bridge.nameTables(tables);
      } catch (RuntimeException | Error e) {
        bridge.close();
        throw e;
      }
      return bridge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startDaemons() {
    String database = directory.resolve("conf.db").toString();
    String socket = directory.resolve("db.sock").toString();
    run("", List.of("ovsdb-tool", "create", database, SCHEMA));
    daemon("ovsdb-server", database, "--remote=punix:" + socket);
    vsctl("--no-wait", "init");
    daemon("ovs-vswitchd", "unix:" + socket, "--enable-dummy", "--disable-system");
    vsctl("add-br", "br0", "--", "set", "bridge", "br0", "datapath_type=dummy");
    vsctl("set", "bridge", "br0", "fail-mode=secure", "protocols=OpenFlow15");
  }

  private void addPorts(Map<Integer, String> ports) {
    ports.forEach((number, name) -> {
      String request = "ofport_request=" + number;
      vsctl("add-port", "br0", name, "--", "set", "interface", name, "type=dummy", request);
    });
  }

  private void nameTables(Map<Integer, String> tables) {
    tables.forEach((number, name) -> {
      String column = "flow_tables:" + number + "=@t";
      vsctl(
          "--id=@t", "create", "flow_table", "name=" + name, "--", "set", "bridge", "br0", column);
    });
  }

  private void daemon(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    command.add("--unixctl=" + directory.resolve(name + ".ctl"));
    command.add("--log-file=" + directory.resolve(name + ".log"));
    command.addAll(List.of("-vconsole:off", "--pidfile=" + directory.resolve(name + ".pid")));
    try {
      daemons.add(builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The directory of its sockets; the bridge answers OpenFlow on `br0.mgmt` there, the daemon
  /// commands on `ovs-vswitchd.ctl`.
  public Path directory() {
    return directory;
  }

  /// Runs `ovs-vsctl` and returns what it prints; it waits for the switch up to 10 seconds.
  public String vsctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--timeout=10", "--retry"));
    command.add("--db=unix:" + directory.resolve("db.sock"));
    command.addAll(List.of(arguments));
    return run("", command);
  }

  /// Runs `ovs-ofctl` on OpenFlow 1.5 with this input and returns what it prints.
  public String ofctl(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow15"));
    command.addAll(List.of(arguments));
    return run(input, command);
  }

  /// Runs `ofproto/trace` for a packet written as a flow; each conntrack lookup says `state`.
  public String trace(String packet, String state) {
    String control = directory.resolve("ovs-vswitchd.ctl").toString();
    List<String> command = List.of("ovs-appctl", "-t", control, "ofproto/trace");
    return run(
        "", Stream.concat(command.stream(), Stream.of("br0", packet, "--ct-next", state)).toList());
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String variable : List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")) {
      builder.environment().put(variable, directory.toString());
    }
    return builder;
  }

  private String run(String input, List<String> command) {
    try {
      Path stdin = Files.writeString(directory.resolve("stdin"), input);
      Process process = builder(command).redirectInput(stdin.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("%s: exit %d: %s".formatted(command, exit, output));
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
