package io.weft.lab.bench.counters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The time that a process's threads have had on processors, user and system together, by kind of
/// thread: `ovs-vswitchd` (its main thread), `revalidator`, `handler`, `pmd`, `urcu` and so on.
///
/// Nanoseconds from the scheduler (`/proc/PID/task/TID/schedstat`), not ticks. Work that the kernel
/// does in threads of its own for the process is not in it; what it does inside system calls and
/// in soft interrupts on their way out is.
///
/// @param nanos by kind: the thread's name without its number
public record ProcessorTime(Map<String, Long> nanos) {

  public ProcessorTime {
    nanos = new TreeMap<>(nanos);
  }

  /// The time of a process so far.
  ///
  /// @throws UncheckedIOException if there is no such process
  public static ProcessorTime of(long pid) {
    Map<String, Long> nanos = new TreeMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        add(task, nanos);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProcessorTime(nanos);
  }

  private static void add(Path task, Map<String, Long> nanos) throws IOException {
    try {
      String kind = kind(Files.readString(task.resolve("comm")).strip());
      String time = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
      nanos.merge(kind, Long.parseLong(time), Long::sum);
    } catch (NoSuchFileException _) {
      // The thread has ended since the directory was read.
    }
  }

  private static String kind(String thread) {
    return thread.startsWith("pmd") ? "pmd" : thread.replaceAll("[0-9]+$", "");
  }

  /// What was used since `before`.
  public ProcessorTime since(ProcessorTime before) {
    Map<String, Long> used = new TreeMap<>();
    nanos.forEach((kind, now) -> used.put(kind, now - before.nanos.getOrDefault(kind, 0L)));
    return new ProcessorTime(used);
  }

  /// Seconds of one kind of thread; 0 if there is none.
  public double seconds(String kind) {
    return nanos.getOrDefault(kind, 0L) / 1e9;
  }

  /// Seconds of all threads.
  public double seconds() {
    return nanos.values().stream().mapToLong(n -> n).sum() / 1e9;
  }
}
