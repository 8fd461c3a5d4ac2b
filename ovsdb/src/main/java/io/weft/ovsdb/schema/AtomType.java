package io.weft.ovsdb.schema;

import io.weft.ovsdb.notation.Atom;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The types of atoms (RFC 7047 §3.2, `<atomic-type>`).
public enum AtomType {
  INTEGER,
  REAL,
  BOOLEAN,
  STRING,
  UUID;

  /// The type that the schema calls so, if there is one.
  public static Optional<AtomType> tryParse(String word) {
    for (AtomType type : values()) {
      if (type.word().equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// The type as the schema writes it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a column of this type holds when nobody has set it (RFC 7047 §5.2.1).
  public Atom defaultAtom() {
    return switch (this) {
      case INTEGER -> new Atom.Int(0);
      case REAL -> new Atom.Real(0);
      case BOOLEAN -> new Atom.Bool(false);
      case STRING -> new Atom.Text("");
      case UUID -> new Atom.Uuid(new UUID(0, 0));
    };
  }

  /// The atom as this type has it; an integer is a real as well. Empty if it is of another type.
  public Optional<Atom> admit(Atom atom) {
    return switch (atom) {
      case Atom.Int(long number) when this == REAL -> Optional.of(new Atom.Real(number));
      case Atom.Int _ -> only(INTEGER, atom);
      case Atom.Real _ -> only(REAL, atom);
      case Atom.Bool _ -> only(BOOLEAN, atom);
      case Atom.Text _ -> only(STRING, atom);
      case Atom.Uuid _ -> only(UUID, atom);
      case Atom.NamedUuid _ -> Optional.empty();
    };
  }

  private Optional<Atom> only(AtomType type, Atom atom) {
    return this == type ? Optional.of(atom) : Optional.empty();
  }
}
