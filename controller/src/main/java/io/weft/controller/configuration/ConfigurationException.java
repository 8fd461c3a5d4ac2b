package io.weft.controller.configuration;

import java.util.List;

/// The configuration cannot be used. Every problem is one sentence: the key, the value, where it
/// comes from, the remedy.
public final class ConfigurationException extends RuntimeException {

  private final List<String> problems;

  public ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// All of them, not only the first.
  public List<String> problems() {
    return problems;
  }
}
