package io.weft.lab.node;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.process.Child;
import io.weft.lab.process.Command;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A node's own ovsdb-server and ovs-vswitchd, in its namespace and its run directory.
public final class Ovs {

  private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");

  private final NetworkNamespace namespace;
  private final Path directory;
  private Child database;
  private Child switchd;

  private Ovs(NetworkNamespace namespace, Path directory) {
    this.namespace = namespace;
    this.directory = directory;
    this.database = startDatabase();
    String _ = Command.of("ovs-vsctl", "--db=" + socket(), "--no-wait", "--retry", "init").run();
    this.switchd = startSwitch();
  }

  /// Starts both on an empty database; ready for OVSDB clients when it returns.
  ///
  /// @throws IllegalStateException if either ends at once; the message names its log
  public static Ovs start(NetworkNamespace namespace, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String _ =
        Command.of(
                "ovsdb-tool", "create", directory.resolve("conf.db").toString(), SCHEMA.toString())
            .run();
    return new Ovs(namespace, directory);
  }

  private String socket() {
    return "unix:" + directory.resolve("db.sock");
  }

  private Child startDatabase() {
    Child child =
        start(
            "ovsdb-server",
            directory.resolve("conf.db").toString(),
            "--remote=p" + socket(),
            "--unixctl=" + directory.resolve("ovsdb-server.ctl"));
    Waiting.until(
        "ovsdb-server of " + namespace.name(),
        Duration.ofSeconds(10),
        () -> alive(child) && Files.exists(directory.resolve("db.sock")));
    return child;
  }

  private Child startSwitch() {
    Child child =
        start("ovs-vswitchd", socket(), "--unixctl=" + directory.resolve("ovs-vswitchd.ctl"));
    Waiting.until(
        "ovs-vswitchd of " + namespace.name(),
        Duration.ofSeconds(10),
        () -> alive(child) && Files.exists(directory.resolve("ovs-vswitchd.ctl")));
    return child;
  }

  private Child start(String program, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                program,
                "--pidfile=" + directory.resolve(program + ".pid"),
                "-vconsole:off",
                "-vsyslog:off",
                "-vfile:info",
                "--log-file=" + directory.resolve(program + ".log")));
    words.addAll(List.of(arguments));
    return Child.start(
        program,
        namespace.command(words),
        Map.of(
            "OVS_RUNDIR", directory.toString(),
            "OVS_LOGDIR", directory.toString(),
            "OVS_DBDIR", directory.toString(),
            "OVS_SYSCONFDIR", directory.toString()),
        directory.resolve(program + ".out"));
  }

  private boolean alive(Child child) {
    if (!child.running()) {
      throw new IllegalStateException(
          "%s ended; see %s".formatted(child.name(), directory.resolve(child.name() + ".log")));
    }
    return true;
  }

  /// Runs `ovs-ofctl` on a bridge of this node.
  public Command ofctl(String command, String bridge, String... more) {
    List<String> words =
        new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow15", "--names", "--no-stats", command));
    words.add("unix:" + directory.resolve(bridge + ".mgmt"));
    words.addAll(List.of(more));
    return Command.of(words);
  }

  /// Runs `ovs-appctl` against this node's ovs-vswitchd.
  public Command appctl(String... words) {
    List<String> all =
        new ArrayList<>(List.of("ovs-appctl", "--target=" + directory.resolve("ovs-vswitchd.ctl")));
    all.addAll(List.of(words));
    return Command.of(all);
  }

  /// Returns when the datapath's cached decisions have been compared with the flows once more: a
  /// barrier says that the flows are in the tables, not that no packet is sent by an older decision.
  ///
  /// For a switch without an agent: ovs-vswitchd answers only the last of those who wait, and an agent
  /// waits itself before it calls anything settled.
  public void awaitRevalidation() {
    String _ = appctl("revalidator/wait").run();
  }

  /// Runs `ovs-vsctl` against this node's database.
  public Command vsctl(String... words) {
    List<String> all = new ArrayList<>(List.of("ovs-vsctl", "--db=" + socket()));
    all.addAll(List.of(words));
    return Command.of(all);
  }

  /// The process id of ovs-vswitchd as it runs now.
  public long switchPid() {
    return switchd.pid();
  }

  /// Kills ovs-vswitchd as a crash would and starts it again; flows and connections are lost.
  public void restartSwitch() {
    switchd.kill();
    remove("ovs-vswitchd.ctl");
    switchd = startSwitch();
  }

  /// Kills ovs-vswitchd and leaves it down until [#startSwitchAgain].
  public void killSwitch() {
    switchd.kill();
    remove("ovs-vswitchd.ctl");
  }

  /// Starts ovs-vswitchd after [#killSwitch].
  public void startSwitchAgain() {
    switchd = startSwitch();
  }

  /// Kills ovsdb-server and starts it on the same database.
  public void restartDatabase() {
    database.kill();
    remove("db.sock");
    database = startDatabase();
  }

  private void remove(String file) {
    try {
      boolean _ = Files.deleteIfExists(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends both; forwarding stops.
  public void stop() {
    switchd.stop(Duration.ofSeconds(3));
    database.stop(Duration.ofSeconds(3));
  }
}
