package io.weft.integration;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.wait.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// tcpdump(8) on an interface of a namespace, listening when constructed.
final class Sniffer implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  Sniffer(NetworkNamespace namespace, String device, String filter) throws IOException {
    this.process =
        new ProcessBuilder(
                namespace.command(
                    List.of(
                        "tcpdump", "-Z", "root", "--immediate-mode", "-nnl", "-i", device, filter)))
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    this.output = process.inputReader();
    BufferedReader errors = process.errorReader();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      if (line.startsWith("listening")) {
        return;
      }
    }
    throw new IOException("tcpdump does not listen on " + device);
  }

  /// All lines up to the first that contains `text`.
  ///
  /// @throws IllegalStateException if none comes within 5 s
  List<String> until(String text) {
    Waiting.until("a packet with " + text, Duration.ofSeconds(5), () -> read().contains(text));
    return lines;
  }

  private String read() {
    try {
      while (output.ready()) {
        lines.add(output.readLine());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
