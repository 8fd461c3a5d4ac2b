package io.weft.ovsdb.notation;

/// A single value (RFC 7047 §5.1, `<atom>`). A [NamedUuid] occurs in requests only.
public sealed interface Atom extends Value {

  /// A `<string>`.
  record Text(String text) implements Atom {}

  /// An `integer`: 64 bits, signed.
  record Int(long number) implements Atom {}

  /// A `real`: an IEEE 754 double that is finite.
  record Real(double number) implements Atom {
    public Real {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("a real in OVSDB is finite, not " + number);
      }
    }
  }

  /// A `<boolean>`.
  record Bool(boolean set) implements Atom {}

  /// A `<uuid>`: the name of a row that exists.
  ///
  /// @param id the 128 bits
  record Uuid(java.util.UUID id) implements Atom, Comparable<Uuid> {

    /// Reads `550e8400-e29b-41d4-a716-446655440000`.
    ///
    /// @throws IllegalArgumentException if the text is anything else; the message holds the text
    public static Uuid parse(String text) {
      if (text.length() != 36) {
        throw new IllegalArgumentException("not a UUID: '" + text + "'");
      }
      return new Uuid(java.util.UUID.fromString(text));
    }

    @Override
    public int compareTo(Uuid other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return id.toString();
    }
  }

  /// A `<named-uuid>`: the name of a row that the same transaction inserts.
  ///
  /// @param name an `<id>`: letters, digits and underscores, not starting with a digit
  record NamedUuid(String name) implements Atom {
    public NamedUuid {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException("not an <id> of RFC 7047 §3.1: '" + name + "'");
      }
    }
  }

  /// The text as an atom.
  static Atom of(String text) {
    return new Text(text);
  }

  /// The integer as an atom.
  static Atom of(long number) {
    return new Int(number);
  }

  /// The truth value as an atom.
  static Atom of(boolean set) {
    return new Bool(set);
  }
}
