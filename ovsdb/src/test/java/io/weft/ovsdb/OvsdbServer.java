package io.weft.ovsdb;

import io.weft.ovsdb.client.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real ovsdb-server with the schema of Open_vSwitch in a directory of its own, which is gone
/// afterwards.
public final class OvsdbServer implements AutoCloseable {

  private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

  private final Path directory;
  private final int port;
  private Process process;

  private OvsdbServer(Path directory, int port, boolean clustered) throws IOException {
    this.directory = directory;
    this.port = port;
    if (clustered) {
      run("ovsdb-tool", "create-cluster", database(), SCHEMA, "unix:" + directory + "/raft.sock");
    } else {
      run("ovsdb-tool", "create", database(), SCHEMA);
    }
    this.process = spawn();
  }

  /// A server of a database in one file; it keeps no history of transactions.
  public static OvsdbServer standalone() {
    return create(false);
  }

  /// A server of a clustered database of one member; it keeps a history of transactions.
  public static OvsdbServer clustered() {
    return create(true);
  }

  private static OvsdbServer create(boolean clustered) {
    try {
      return new OvsdbServer(Files.createTempDirectory("weft-ovsdb"), freePort(), clustered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Endpoint unix() {
    return new Endpoint.Unix(directory.resolve("db.sock"));
  }

  public Endpoint tcp() {
    return new Endpoint.Tcp("127.0.0.1", port);
  }

  /// Runs ovs-vsctl without waiting for ovs-vswitchd.
  public String vsctl(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("ovs-vsctl", "--db=" + unix(), "--no-wait", "--retry", "--timeout=10"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Runs a command of ovsdb-server's control socket.
  public String control(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ovs-appctl", "-t", directory + "/db.ctl"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Ends the server as a crash would.
  public void kill() {
    process.destroyForcibly();
    reap(process);
  }

  /// Starts the server again on the same database.
  public void restart() {
    try {
      Files.deleteIfExists(directory.resolve("db.sock"));
      process = spawn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces the database by a new, empty one; to be called while the server is down.
  public void forgetEverything() {
    try {
      Files.delete(Path.of(database()));
      run("ovsdb-tool", "create", database(), SCHEMA);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The directory of the server; other daemons may put their files there.
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String database() {
    return directory + "/conf.db";
  }

  private Process spawn() throws IOException {
    return new ProcessBuilder(
            "ovsdb-server",
            database(),
            "--remote=p" + unix(),
            "--remote=ptcp:" + port + ":127.0.0.1",
            "--unixctl=" + directory + "/db.ctl",
            "--no-chdir")
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("server.log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Runs a program to its end and returns what it printed.
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      reap(process);
      if (process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void reap(Process process) {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + process.info());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
