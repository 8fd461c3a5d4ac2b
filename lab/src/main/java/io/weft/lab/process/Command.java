package io.weft.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A program that is run to its end, with what it reads from standard input and extra environment.
///
/// @param words program and arguments, no shell in between
/// @param input bytes for standard input, as UTF-8 text
/// @param environment variables added to this process's own
public record Command(List<String> words, String input, Map<String, String> environment) {

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /// The command without input and extra environment.
  public static Command of(String... words) {
    return new Command(List.of(words), "", Map.of());
  }

  /// The command without input and extra environment.
  public static Command of(List<String> words) {
    return new Command(words, "", Map.of());
  }

  /// The same command reading `text`.
  public Command reading(String text) {
    return new Command(words, text, environment);
  }

  /// The same command with these variables.
  public Command with(Map<String, String> variables) {
    return new Command(words, input, variables);
  }

  /// What a finished program left.
  ///
  /// @param exit its exit status
  /// @param output standard output
  /// @param error standard error
  public record Result(int exit, String output, String error) {

    /// Whether the exit status is 0.
    public boolean succeeded() {
      return exit == 0;
    }
  }

  /// Runs the program to its end and returns its standard output.
  ///
  /// @throws CommandFailedException if the exit status is not 0; its effects may be partly done
  public String run() {
    Result result = finish();
    if (!result.succeeded()) {
      throw new CommandFailedException(this, result);
    }
    return result.output();
  }

  /// Runs the program to its end, whatever its exit status.
  ///
  /// @throws UncheckedIOException if it cannot be started at all
  public Result finish() {
    try {
      Process process = start();
      CompletableFuture<String> error =
          CompletableFuture.supplyAsync(
              () -> read(process.getErrorStream()), task -> Thread.ofVirtual().start(task));
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        // The program ended without reading: its exit status tells more than the broken pipe.
      }
      String output = read(process.getInputStream());
      return new Result(process.waitFor(), output, error.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words.getFirst() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + this, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the output of " + this, e.getCause());
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String read(java.io.InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
