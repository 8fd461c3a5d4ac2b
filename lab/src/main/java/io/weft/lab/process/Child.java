package io.weft.lab.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A program that runs beside the lab and is killed by the kernel when the lab's process ends.
///
/// The kernel ties the death signal (prctl(2), PR_SET_PDEATHSIG) to the *thread* that started the
/// child, so all children are started by one thread that lives as long as this process.
public final class Child {

  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("weft-lab-starter").factory());

  private final String name;
  private final Process process;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /// Starts a program.
  ///
  /// @param name how messages call it
  /// @param words program and arguments
  /// @param environment variables added to this process's own
  /// @param log where standard output and standard error are appended
  /// @throws UncheckedIOException if the program cannot be started
  public static Child start(
      String name, List<String> words, Map<String, String> environment, Path log) {
    List<String> tied = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    tied.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(tied);
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new Child(name, CompletableFuture.supplyAsync(() -> start(builder), STARTER).join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException cause ? cause : e;
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean running() {
    return process.isAlive();
  }

  /// How messages call this program.
  public String name() {
    return name;
  }

  /// Asks the program to end (SIGTERM), and kills it if it has not within `patience`. Returns when
  /// it is gone; stopping a program that has ended is no error.
  public void stop(Duration patience) {
    process.destroy();
    awaitEnd(patience);
    kill();
  }

  /// Kills the program at once (SIGKILL) and returns when it is gone.
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  private void awaitEnd(Duration patience) {
    try {
      var _ = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
