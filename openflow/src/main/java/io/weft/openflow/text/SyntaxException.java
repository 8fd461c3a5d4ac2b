package io.weft.openflow.text;

/// Text that is not what it should be: says what is wrong, where, and in which text.
public final class SyntaxException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;

  SyntaxException(String text, int position, String problem) {
    super("%s, at position %d of: %s".formatted(problem, position, text));
    this.position = position;
  }

  /// Where the offending part begins, counted from 0.
  public int position() {
    return position;
  }
}
