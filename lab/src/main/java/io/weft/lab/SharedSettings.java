package io.weft.lab;

import io.weft.lab.node.LabPaths;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// Kernel parameters that are the same for all namespaces, set while any lab is up.
///
/// `net.core.rmem_default`: the userspace datapath reads packets from sockets with the default
/// buffer; with the kernel's own default a burst is lost (thousands of retransmits per second).
final class SharedSettings {

  private static final Path PARAMETER = Path.of("/proc/sys/net/core/rmem_default");
  private static final Path BEFORE = LabPaths.LABS.resolve(".rmem_default");
  private static final Path LOCK = LabPaths.LABS.resolve(".lock");
  private static final String WANTED = "8388608";

  private SharedSettings() {}

  /// Sets the parameter, remembering what it was.
  static void acquire(LabPaths paths) {
    locked(() -> {
      Files.createDirectories(paths.root());
      if (!Files.exists(BEFORE)) {
        Files.writeString(BEFORE, current());
      }
      Files.writeString(PARAMETER, WANTED);
    });
  }

  /// Puts the parameter back when no lab is left.
  static void release() {
    locked(() -> {
      if (noLab() && Files.exists(BEFORE)) {
        Files.writeString(PARAMETER, Files.readString(BEFORE));
        Files.delete(BEFORE);
      }
    });
  }

  /// Numbers below /proc/sys can be read in one piece only: a second read finds the end.
  private static String current() throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(PARAMETER)) {
      return reader.readLine();
    }
  }

  private static boolean noLab() throws IOException {
    try (Stream<Path> labs = Files.list(LabPaths.LABS)) {
      return labs.noneMatch(Files::isDirectory);
    }
  }

  /// A body that reads and writes files.
  private interface Body {
    void run() throws IOException;
  }

  private static synchronized void locked(Body body) {
    try {
      Files.createDirectories(LabPaths.LABS);
      try (FileChannel file =
              FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        body.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
