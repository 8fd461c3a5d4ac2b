package io.weft.controller.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// One-line files of the kernel, below `/proc/sys` for example.
public final class KernelFile {

  private KernelFile() {}

  /// The line, without white space at its ends; empty for an empty file.
  ///
  /// Read in one go: these files say that their size is 0, and many of them end after the first
  /// read, however little was asked for, so that [Files#readString] gets one character.
  public static String line(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return Objects.requireNonNullElse(reader.readLine(), "").strip();
    }
  }
}
