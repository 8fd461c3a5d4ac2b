package io.weft.controller.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs nft(8). Blocks, for half a minute at most: then it is killed, and has failed.
public final class Nft {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Nft() {}

  /// Carries out one transaction: all of it or nothing.
  ///
  /// @throws IllegalStateException if nft refuses it; the message holds what it says
  public static void apply(String transaction) {
    run(transaction, List.of("nft", "-f", "-"));
  }

  /// A table of family `inet` as nft lists it, without counters; empty if there is none.
  public static Optional<String> list(String table) {
    return Optional.of(table("inet", table)).filter(listing -> !listing.isEmpty());
  }

  /// All chains of all tables, without their rules.
  static String chains() {
    return run("", List.of("nft", "list", "chains"));
  }

  /// A table with its rules; empty if it is gone or cannot be listed.
  static String table(String family, String name) {
    try {
      return run("", List.of("nft", "-s", "list", "table", family, name));
    } catch (IllegalStateException _) {
      return "";
    }
  }

  /// Deletes a table of family `inet`, if there is one.
  public static void remove(String table) {
    apply("table inet %s\ndelete table inet %s\n".formatted(table, table));
  }

  static String run(String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
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
          command.getFirst() + " cannot be run; install nftables: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.getFirst(), e);
    }
  }
}
