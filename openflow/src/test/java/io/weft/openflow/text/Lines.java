package io.weft.openflow.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The files that lie beside the tests.
final class Lines {

  private Lines() {}

  static String all(String file) {
    try (var stream = Objects.requireNonNull(Lines.class.getResourceAsStream(file), file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines that are neither blank nor comments.
  static List<String> of(String file) {
    return all(file).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }
}
