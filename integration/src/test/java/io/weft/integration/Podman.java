package io.weft.integration;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.process.Command;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Podman on a lab node, with storage of its own and the node's CNI configuration.
///
/// @param network the node's network namespace, in which Podman runs
/// @param directory holds configuration, storage and the containers' root file system
record Podman(NetworkNamespace network, Path directory) {

  private static final Path BUSYBOX = Path.of("/bin/busybox");

  /// Podman on `node`; writes its configuration and a root file system with a static shell.
  static Podman on(LabNode node, Path directory) {
    try {
      Files.writeString(
          directory.resolve("containers.conf"),
          """
          [network]
          network_backend = "cni"
          cni_plugin_dirs = ["%1$s/bin"]
          network_config_dir = "%1$s/conf"
          default_network = "weft"
          [engine]
          runtime = "runc"
          cgroup_manager = "cgroupfs"
          events_logger = "none"
          """
              .formatted(node.directory().resolve("cni")));
      Path root = Files.createDirectory(directory.resolve("root"));
      for (String name : List.of("bin", "dev", "etc", "proc", "run", "sys", "tmp", "www")) {
        Files.createDirectory(root.resolve(name));
      }
      Files.copy(BUSYBOX, root.resolve("bin/busybox"));
      boolean _ = root.resolve("bin/busybox").toFile().setExecutable(true);
      Files.writeString(root.resolve("www/index.html"), "a container\n");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the root file system needs a static /bin/busybox (package busybox-static)", e);
    }
    return new Podman(node.namespace(), directory);
  }

  /// Why this machine's Podman cannot use CNI networks; empty if it can.
  static Optional<String> missing() {
    try {
      Command.Result podman = Command.of("podman", "--version").finish();
      Command.Result runc = Command.of("runc", "--version").finish();
      if (!podman.succeeded() || !runc.succeeded()) {
        return Optional.of("podman or runc does not run: " + podman.error() + runc.error());
      }
    } catch (UncheckedIOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /// Why Podman, configured for it, does not use CNI; empty if it does. Releases from 5 on have no
  /// CNI back end.
  Optional<String> withoutCni() {
    Command.Result backend = command("info", "--format", "{{.Host.NetworkBackend}}").finish();
    return backend.output().strip().equals("cni")
        ? Optional.empty()
        : Optional.of("this podman has no CNI back end: " + backend.output() + backend.error());
  }

  /// A podman command inside the node.
  Command command(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "podman",
                "--root=" + directory.resolve("storage"),
                "--runroot=" + directory.resolve("run"),
                "--tmpdir=" + directory.resolve("tmp"),
                "--storage-driver=vfs"));
    all.addAll(List.of(words));
    return Command.of(network.command(all))
        .with(Map.of("CONTAINERS_CONF", directory.resolve("containers.conf").toString()));
  }

  /// Starts a container that serves HTTP on port 80, and answers its id.
  ///
  /// The limits and the cgroup setting are what runc needs on a host with both cgroup versions.
  String serve(String name) {
    return command(
            "run",
            "--detach",
            "--name=" + name,
            "--network=weft",
            "--cgroups=enabled",
            "--ulimit=nofile=1024:1024",
            "--ulimit=nproc=1024:1024",
            "--rootfs",
            directory.resolve("root").toString(),
            "/bin/busybox",
            "httpd",
            "-f",
            "-p",
            "80",
            "-h",
            "/www")
        .run()
        .strip();
  }

  /// What a lab server says to the container.
  String ask(String name, IpAddress address, int port) {
    return command(
            "exec",
            "--interactive",
            name,
            "/bin/busybox",
            "nc",
            "-w",
            "5",
            address.toString(),
            Integer.toString(port))
        .reading("?\n")
        .run();
  }

  /// The address that Podman shows for the container.
  IpAddress address(String name, IpFamily family) {
    String field = family == IpFamily.IPV4 ? ".IPAddress" : ".GlobalIPv6Address";
    return IpAddress.parse(
        command(
                "inspect",
                "--format",
                "{{.NetworkSettings.Networks.weft%s}}".formatted(field),
                name)
            .run()
            .strip());
  }

  void remove(String name) {
    String _ = command("rm", "--force", "--ignore", "--time=0", name).run();
  }
}
