package io.weft.ovsdb.notation;

/// One test of a row; a row is chosen if all its conditions hold (RFC 7047 §5.1, `<condition>`).
///
/// @param column the column that is tested, `_uuid` included
/// @param function how it is tested
/// @param value what it is compared with
public record Condition(String column, Function function, Value value) {

  /// RFC 7047 §5.1, `<function>`.
  public enum Function {
    LESS("<"),
    LESS_OR_EQUAL("<="),
    EQUAL("=="),
    NOT_EQUAL("!="),
    GREATER_OR_EQUAL(">="),
    GREATER(">"),
    INCLUDES("includes"),
    EXCLUDES("excludes");

    private final String symbol;

    Function(String symbol) {
      this.symbol = symbol;
    }

    /// The function as the RFC writes it.
    public String symbol() {
      return symbol;
    }
  }

  /// The column holds exactly this value.
  public static Condition equal(String column, Value value) {
    return new Condition(column, Function.EQUAL, value);
  }

  /// The row's `name` is this one.
  public static Condition named(String name) {
    return equal("name", Atom.of(name));
  }

  /// The row is this one.
  public static Condition is(Atom.Uuid row) {
    return equal("_uuid", row);
  }
}
