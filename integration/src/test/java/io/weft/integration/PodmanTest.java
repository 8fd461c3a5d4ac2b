package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.lab.Lab;
import io.weft.lab.node.LabNode;
import io.weft.lab.process.Command;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else's container runtime uses the network: podman with its CNI back end (podman 4; later
/// ones have none, and the test is reported as skipped).
class PodmanTest {

  private static final String PAUSE = "#include <unistd.h>\nint main(void) { for (;;) pause(); }\n";

  /// A podman whose files are all in one directory, in a node's network.
  private record Podman(LabNode node, Path directory) {

    Command.Result run(String... words) {
      List<String> all =
          new ArrayList<>(
              List.of(
                  "podman",
                  "--root=" + directory.resolve("root"),
                  "--runroot=" + directory.resolve("run"),
                  "--runtime=runc",
                  "--cgroup-manager=cgroupfs",
                  "--events-backend=none",
                  "--storage-driver=vfs"));
      all.addAll(List.of(words));
      return Command.of(node.namespace().command(all))
          .with(Map.of("CONTAINERS_CONF", directory.resolve("containers.conf").toString()))
          .finish();
    }
  }

  private static Podman podman(LabNode node, Path directory) throws IOException {
    Path conf = Files.createDirectories(directory.resolve("net.d"));
    Files.writeString(
        conf.resolve("weft.conflist"),
        "{\"cniVersion\": \"1.0.0\", \"name\": \"weft\", \"plugins\": [{\"type\": \"weft-cni\"}]}");
    Files.writeString(
        directory.resolve("containers.conf"),
        """
        [network]
        network_backend = "cni"
        cni_plugin_dirs = ["%s"]
        network_config_dir = "%s"
        """
            .formatted(node.directory().resolve("cni/bin"), conf));
    Path root = directory.resolve("rootfs");
    for (String mount : List.of("bin", "dev", "proc", "sys", "etc", "run", "tmp")) {
      Files.createDirectories(root.resolve(mount));
    }
    var _ =
        Command.of("gcc", "-static", "-x", "c", "-o", root.resolve("bin/pause").toString(), "-")
            .reading(PAUSE)
            .run();
    return new Podman(node, directory);
  }

  private static boolean hasCni() {
    Command.Result version = Command.of("sh", "-c", "podman --version").finish();
    return version.succeeded() && version.output().matches("(?s).* [34]\\.[0-9.]+\\s*");
  }

  @Test
  void aContainerOfPodmanIsReachedFromAnotherNode(@TempDir Path directory) throws IOException {
    assumeTrue(hasCni(), "podman with a CNI back end is not installed");
    Lab lab = SharedLab.lab();
    Podman podman = podman(lab.node("n1"), directory);
    Command.Result started =
        podman.run(
            "run",
            "--detach",
            "--name=guest",
            "--network=weft",
            "--cgroups=enabled",
            "--ulimit=nofile=1024:1024",
            "--ulimit=nproc=1024:1024",
            "--rootfs",
            directory.resolve("rootfs").toString(),
            "/bin/pause");
    try {
      assertThat(started.exit()).as(started.error()).isZero();
      String shown =
          podman
              .run(
                  "inspect",
                  "--format",
                  "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                  "guest")
              .output()
              .strip();
      IpAddress address = IpAddress.parse(shown);
      assertThat(lab.node("n1").spec().podCidrs().getFirst().contains(address)).isTrue();
      Probe ping =
          new Probe(
              SharedLab.pod("c").namespace(),
              Optional.empty(),
              address,
              Protocol.ICMP,
              0,
              Optional.empty(),
              Duration.ofSeconds(3));
      assertThat(lab.prober().run(List.of(ping))).containsExactly(new Outcome.Echoed());
    } finally {
      Command.Result removed = podman.run("rm", "--force", "--time=0", "guest");
      assertThat(removed.exit()).as(removed.error()).isZero();
    }
    assertThat(lab.node("n1").agent().client().ask("/pods").body()).doesNotContain("guest");
  }
}
