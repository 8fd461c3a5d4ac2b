package io.weft.ovsdb.notation;

/// One change of a column in place (RFC 7047 §5.1, `<mutation>`).
///
/// @param column the column that is changed
/// @param mutator how it is changed
/// @param value the operand; to delete from a map also a set of keys
public record Mutation(String column, Mutator mutator, Value value) {

  /// RFC 7047 §5.1, `<mutator>`.
  public enum Mutator {
    ADD("+="),
    SUBTRACT("-="),
    MULTIPLY("*="),
    DIVIDE("/="),
    MODULO("%="),
    INSERT("insert"),
    DELETE("delete");

    private final String symbol;

    Mutator(String symbol) {
      this.symbol = symbol;
    }

    /// The mutator as the RFC writes it.
    public String symbol() {
      return symbol;
    }
  }

  /// Adds elements to a set or pairs to a map; pairs whose key is there already change nothing.
  public static Mutation insert(String column, Value value) {
    return new Mutation(column, Mutator.INSERT, value);
  }

  /// Takes elements from a set, or pairs or keys from a map; what is not there changes nothing.
  public static Mutation delete(String column, Value value) {
    return new Mutation(column, Mutator.DELETE, value);
  }

  /// Adds to a number.
  public static Mutation add(String column, long number) {
    return new Mutation(column, Mutator.ADD, Atom.of(number));
  }
}
