package io.weft.controller.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of [HostFirewall] in the kernel, by nft(8).
///
/// What was written is remembered both as text and as nft lists it afterwards, so that an audit can
/// tell whether anybody has changed it.
final class Nftables {

  private @Nullable String written;
  private @Nullable String listed;

  /// Writes the text if it is another than before or if the table is no longer as it was left.
  ///
  /// @param audit whether to look at the table at all
  /// @return what was done and why; empty if nothing was
  Optional<String> apply(String text, boolean audit) {
    String why;
    if (!text.equals(written)) {
      why = written == null ? "start" : "new plan";
    } else if (audit && !list().equals(Optional.ofNullable(listed))) {
      why = "changed by somebody else";
    } else {
      return Optional.empty();
    }
    written = null;
    run(text, "nft", "-f", "-");
    listed = list().orElse("");
    written = text;
    return Optional.of("nftables table " + HostFirewall.TABLE + " (" + why + ")");
  }

  /// Deletes the table, if there is one.
  void remove() {
    String name = HostFirewall.TABLE;
    run("table inet %s\ndelete table inet %s\n".formatted(name, name), "nft", "-f", "-");
    written = null;
  }

  private static Optional<String> list() {
    try {
      return Optional.of(run("", "nft", "-s", "list", "table", "inet", HostFirewall.TABLE));
    } catch (IllegalStateException _) {
      return Optional.empty(); // There is no such table.
    }
  }

  private static String run(String input, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "%s failed with status %d: %s"
                .formatted(String.join(" ", command), status, output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(
          command[0] + " cannot be run; install nftables: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command[0], e);
    }
  }
}
