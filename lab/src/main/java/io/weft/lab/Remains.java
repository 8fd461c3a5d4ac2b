package io.weft.lab;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabPaths;
import io.weft.lab.process.Command;
import io.weft.lab.wait.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a lab leaves in the system: namespaces, the processes inside them, files.
public final class Remains {

  private Remains() {}

  /// Makes this process the owner of the lab's name.
  ///
  /// @throws IllegalStateException if another process that is alive owns it
  static void claim(LabPaths paths) {
    owner(paths)
        .ifPresent(pid -> {
          throw new IllegalStateException(
              "a lab '%s' is running (process %d): take it down with 'weft lab down --name %s'"
                  .formatted(paths.lab(), pid, paths.lab()));
        });
    remove(paths);
    try {
      Files.createDirectories(paths.root());
      Files.writeString(paths.owner(), Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process that owns the lab, if it is alive.
  public static Optional<Long> owner(LabPaths paths) {
    try {
      return Optional.of(Long.parseLong(Files.readString(paths.owner()).strip()))
          .filter(Remains::isJava);
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// A process id is used again one day: only a Java process can be a lab's owner.
  private static boolean isJava(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .filter(command -> command.endsWith("java"))
        .isPresent();
  }

  /// Names of all labs that have left something.
  public static List<String> labs() {
    if (!Files.isDirectory(LabPaths.LABS)) {
      return List.of();
    }
    try (Stream<Path> labs = Files.list(LabPaths.LABS)) {
      return labs.filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes everything of the lab: processes inside its namespaces, namespaces, files.
  public static void remove(LabPaths paths) {
    List<NetworkNamespace> namespaces = namespaces(paths);
    for (NetworkNamespace namespace : namespaces) {
      kill(namespace);
    }
    if (!namespaces.isEmpty()) {
      String lines =
          String.join("\n", namespaces.stream().map(one -> "netns delete " + one.name()).toList());
      var _ = Command.of("ip", "-force", "-batch", "-").reading(lines + "\n").finish();
    }
    delete(paths.root());
    if (Files.isDirectory(LabPaths.LABS)) {
      SharedSettings.release();
    }
  }

  private static List<NetworkNamespace> namespaces(LabPaths paths) {
    Path directory = Path.of("/run/netns");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(paths::owns)
          .map(NetworkNamespace::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(NetworkNamespace namespace) {
    String pids = Command.of("ip", "netns", "pids", namespace.name()).finish().output();
    for (String pid : pids.strip().split("\\s+", -1)) {
      if (!pid.isEmpty()) {
        ProcessHandle.of(Long.parseLong(pid))
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .ifPresent(process -> {
              boolean _ = process.destroyForcibly();
              Waiting.until(
                  "end of process " + pid, Duration.ofSeconds(5), () -> !process.isAlive());
            });
      }
    }
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean _ = Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
