package io.weft.lab.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.Remains;
import io.weft.lab.agent.Distribution;
import io.weft.lab.node.LabPaths;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.wait.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Starts, asks and ends the process that owns a lab.
///
/// @param paths which lab
public record LabClient(LabPaths paths) {

  /// Starts the owner and returns when the lab is up.
  ///
  /// @param keep whether what was built stays when a part does not start
  /// @throws IllegalStateException if it does not come up, with the owner's last words
  public void up(int nodes, Tunnel tunnel, boolean ipv6, boolean keep) {
    if (Remains.owner(paths).isPresent()) {
      throw new IllegalStateException(
          "a lab '%s' is running: take it down with 'weft lab down --name %s'"
              .formatted(paths.lab(), paths.lab()));
    }
    Remains.remove(paths);
    Path log = LabPaths.LABS.resolve(paths.lab() + ".log");
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(
        Distribution.ofThisProcess()
            .java(
                "lab.jvm",
                List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-XX:+UseSerialGC"),
                LabDaemon.class.getName(),
                List.of(
                    paths.lab(),
                    Integer.toString(nodes),
                    tunnel.name(),
                    ipv6 ? "dual" : "ipv4",
                    keep ? "keep" : "remove")));
    try {
      Files.createDirectories(LabPaths.LABS);
      Process owner =
          new ProcessBuilder(words)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Waiting.until(
          "lab " + paths.lab(),
          Duration.ofSeconds(90),
          () -> Files.exists(paths.socket()) || !owner.isAlive());
      if (!owner.isAlive()) {
        throw new IllegalStateException(
            "the lab did not come up:\n" + Files.readString(log).strip());
      }
      Files.move(log, paths.root().resolve("lab.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      forget(log);
    }
  }

  private static void forget(Path log) {
    try {
      boolean _ = Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a command with its arguments and returns its result.
  ///
  /// @throws IllegalStateException if no such lab is up, or with the owner's error
  public JsonNode ask(String command, ObjectNode arguments) {
    arguments.put("command", command);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      boolean _ = channel.connect(UnixDomainSocketAddress.of(paths.socket()));
      ByteBuffer bytes = ByteBuffer.wrap((arguments + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      BufferedReader reader =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String line = reader.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "the lab ended while it was asked; see " + paths.root().resolve("lab.log"));
      }
      JsonNode response = ObjectReader.JSON.readTree(line);
      if (response.has("error")) {
        throw new IllegalStateException(response.path("error").asText());
      }
      return response.path("result");
    } catch (IOException e) {
      throw new IllegalStateException(
          "no lab '%s' is up (%s): 'weft lab up' makes one".formatted(paths.lab(), e.getMessage()),
          e);
    }
  }

  /// Takes the lab down and returns when nothing is left of it; no error if there is none.
  public void down() {
    var owner = Remains.owner(paths);
    if (owner.isPresent() && Files.exists(paths.socket())) {
      JsonNode _ = ask("down", ObjectReader.JSON.createObjectNode());
      Waiting.until("end of the lab", Duration.ofSeconds(60), () -> ended(owner.get()));
    } else {
      owner.flatMap(ProcessHandle::of).ifPresent(process -> kill(process));
    }
    Remains.remove(paths);
  }

  private static boolean ended(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static void kill(ProcessHandle process) {
    boolean _ = process.destroyForcibly();
    Waiting.until("end of the lab", Duration.ofSeconds(10), () -> ended(process.pid()));
  }
}
