package io.weft.cni.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Network namespaces of one test, gone when it closes: one that plays the node, and Pods.
public final class TestNetwork implements AutoCloseable {
  private final String prefix = "wcni-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<String> names = new ArrayDeque<>();
  private final NetworkNamespace node;

  public TestNetwork() {
    this.node = NetworkNamespace.open(addNamespace("node"));
  }

  /// Makes a namespace; answers its path.
  public String addNamespace(String name) {
    run("ip", "netns", "add", prefix + "-" + name);
    names.push(prefix + "-" + name);
    return path(name);
  }

  public String path(String name) {
    return "/run/netns/" + prefix + "-" + name;
  }

  public void removeNamespace(String name) {
    run("ip", "netns", "del", prefix + "-" + name);
    names.remove(prefix + "-" + name);
  }

  /// Does something as the node.
  public <T> T onNode(Supplier<T> work) {
    return node.call(work);
  }

  public void onNode(Runnable work) {
    node.call(() -> {
      work.run();
      return true;
    });
  }

  /// Runs a command in a namespace and answers its output.
  public String in(String name, String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", prefix + "-" + name));
    words.addAll(Arrays.asList(command));
    return run(words.toArray(String[]::new));
  }

  public Process start(String name, String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", prefix + "-" + name));
    words.addAll(Arrays.asList(command));
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a command that must succeed; answers its output.
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /// The distinct network namespaces of all threads of this process.
  public static List<String> namespacesOfThreads() {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks
          .flatMap(task -> {
            try {
              return Stream.of(Files.readSymbolicLink(task.resolve("ns/net")).toString());
            } catch (IOException _) {
              return Stream.empty();
            }
          })
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static long openFiles() {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    while (!names.isEmpty()) {
      run("ip", "netns", "del", names.pop());
    }
  }
}
