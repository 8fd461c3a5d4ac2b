package io.weft.integration.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An ovs-vswitchd with a bridge `br0` whose datapath is a dummy: it translates packets as ever and
/// forwards none, so it needs no namespace. Its ports are `p1` to `p4` with ofports 1 to 4.
final class DummySwitch implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  DummySwitch() throws IOException {
    directory = Files.createTempDirectory("weft-trace");
    run("ovsdb-tool", "create", file("conf.db"), "/usr/share/openvswitch/vswitch.ovsschema");
    run(
        "ovsdb-server",
        file("conf.db"),
        "--remote=punix:" + file("db.sock"),
        "--unixctl=" + file("db.ctl"),
        "--pidfile=" + file("db.pid"),
        "--detach",
        "--no-chdir",
        "--log-file=" + file("db.log"),
        "--verbose=console:off");
    run("ovs-vsctl", "--no-wait", "init");
    run(
        "ovs-vswitchd",
        "unix:" + file("db.sock"),
        "--enable-dummy",
        "--disable-system",
        "--unixctl=" + file("vs.ctl"),
        "--pidfile=" + file("vs.pid"),
        "--detach",
        "--no-chdir",
        "--log-file=" + file("vs.log"),
        "--verbose=console:off");
    List<String> bridge =
        new ArrayList<>(
            List.of(
                "ovs-vsctl",
                "add-br",
                "br0",
                "--",
                "set",
                "bridge",
                "br0",
                "datapath_type=dummy",
                "fail_mode=secure",
                "protocols=OpenFlow15"));
    for (int port = 1; port <= 4; port++) {
      bridge.addAll(
          List.of(
              "--",
              "add-port",
              "br0",
              "p" + port,
              "--",
              "set",
              "interface",
              "p" + port,
              "type=dummy",
              "ofport_request=" + port));
    }
    run(bridge.toArray(String[]::new));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /// Replaces all flows and groups of the bridge.
  void load(List<String> groups, List<String> flows) throws IOException {
    run("ovs-ofctl", "-O", "OpenFlow15", "del-flows", "br0");
    run("ovs-ofctl", "-O", "OpenFlow15", "del-groups", "br0");
    Files.write(directory.resolve("groups"), groups);
    Files.write(directory.resolve("flows"), flows);
    run("ovs-ofctl", "-O", "OpenFlow15", "add-groups", "br0", file("groups"));
    run("ovs-ofctl", "-O", "OpenFlow15", "add-flows", "br0", file("flows"));
  }

  /// What `ofproto/trace` prints for the packet, asked over the control socket.
  String trace(String packet, List<String> connectionStates) throws IOException {
    List<String> parameters = new ArrayList<>(List.of("br0", packet));
    connectionStates.forEach(state -> parameters.addAll(List.of("--ct-next", state)));
    Map<String, Object> request = Map.of("method", "ofproto/trace", "params", parameters, "id", 1);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(directory.resolve("vs.ctl")));
      Channels.newOutputStream(channel)
          .write(JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8));
      try (var parser = JSON.createParser(Channels.newInputStream(channel))) {
        JsonNode answer = parser.readValueAsTree();
        if (!answer.path("error").isNull()) {
          throw new IOException(packet + ": " + answer.path("error"));
        }
        return answer.path("result").asText();
      }
    }
  }

  private void run(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OVS_RUNDIR", directory.toString());
    builder.environment().put("OVS_LOGDIR", directory.toString());
    Path output = Files.createTempFile(directory, "run", ".out");
    builder.redirectOutput(output.toFile());
    try {
      Process process = builder.start();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(Arrays.toString(command) + " failed: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (String daemon : List.of("vs.pid", "db.pid")) {
      Path pid = directory.resolve(daemon);
      if (Files.exists(pid)) {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
            .ifPresent(process -> {
              process.destroy();
              process.onExit().join();
            });
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(DummySwitch::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
