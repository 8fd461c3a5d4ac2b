package io.weft.lab.terminal;

import java.io.Console;
import java.util.Optional;

/// Colours on a terminal, none elsewhere, and none where the variable `NO_COLOR` is set.
public enum Colours {
  GOOD("32"),
  BAD("31"),
  FAINT("2"),
  STRONG("1");

  private static final boolean ON =
      System.getenv("NO_COLOR") == null
          && Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
          && !"dumb".equals(System.getenv("TERM"));

  private final String code;

  Colours(String code) {
    this.code = code;
  }

  /// Whether colours are shown at all.
  public static boolean shown() {
    return ON;
  }

  /// The text in this colour.
  public String of(String text) {
    return ON ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
