package io.weft.kubernetes.directory;

import java.io.IOException;

/// A text that is no JSON; never leaves this package.
final class MalformedJson extends IOException {

  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  /// @param line the line where it goes wrong, from 1
  /// @param column the byte of that line, from 1
  /// @param reason what is wrong there
  MalformedJson(int line, int column, String reason) {
    super(reason);
    this.line = line;
    this.column = column;
  }

  /// `line 3, column 7`.
  String place() {
    return "line %d, column %d".formatted(line, column);
  }
}
