package io.weft.ovsdb.schema;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a column may hold (RFC 7047 §3.2, `<type>`), without ranges and enumerations, which only
/// the server enforces.
///
/// @param key the type of the atom, of the elements of a set, or of the keys of a map
/// @param value the type of a map's values; present exactly for maps
/// @param min the least number of elements, 0 or 1
/// @param max the greatest number of elements, at least 1; [#UNLIMITED] for no limit
public record ColumnType(AtomType key, Optional<AtomType> value, int min, int max) {

  public static final int UNLIMITED = Integer.MAX_VALUE;

  public static final ColumnType TEXT = scalar(AtomType.STRING);
  public static final ColumnType INTEGER = scalar(AtomType.INTEGER);
  public static final ColumnType BOOLEAN = scalar(AtomType.BOOLEAN);
  public static final ColumnType OPTIONAL_TEXT = optional(AtomType.STRING);
  public static final ColumnType OPTIONAL_INTEGER = optional(AtomType.INTEGER);
  public static final ColumnType TEXTS = set(AtomType.STRING);
  public static final ColumnType REFERENCES = set(AtomType.UUID);
  public static final ColumnType TEXT_MAP = map(AtomType.STRING, AtomType.STRING);
  public static final ColumnType REFERENCES_BY_NUMBER = map(AtomType.INTEGER, AtomType.UUID);

  public ColumnType {
    if (min < 0 || min > 1 || max < 1) {
      throw new IllegalArgumentException("a column holds 0 or 1 to n: " + min + " to " + max);
    }
  }

  /// Exactly one atom.
  public static ColumnType scalar(AtomType type) {
    return new ColumnType(type, Optional.empty(), 1, 1);
  }

  /// One atom or none.
  public static ColumnType optional(AtomType type) {
    return new ColumnType(type, Optional.empty(), 0, 1);
  }

  /// Any number of atoms.
  public static ColumnType set(AtomType type) {
    return new ColumnType(type, Optional.empty(), 0, UNLIMITED);
  }

  /// Any number of pairs.
  public static ColumnType map(AtomType key, AtomType value) {
    return new ColumnType(key, Optional.of(value), 0, UNLIMITED);
  }

  /// Whether a column of the other type can be read as one of this: the same atoms, and a single
  /// value, an optional one, a set or a map in both.
  public boolean reads(ColumnType other) {
    return key == other.key
        && value.equals(other.value)
        && isScalar() == other.isScalar()
        && isComposite() == other.isComposite();
  }

  /// Whether the column holds exactly one atom.
  public boolean isScalar() {
    return value.isEmpty() && min == 1 && max == 1;
  }

  /// Whether changes of the column are sent as a difference rather than as the new value
  /// (ovsdb-server(7), Update2 Notification).
  public boolean isComposite() {
    return max > 1;
  }

  /// What the column holds when nobody has set it (RFC 7047 §5.2.1).
  public Value defaultValue() {
    if (value.isPresent()) {
      return OvsMap.EMPTY;
    }
    return min == 0 ? OvsSet.EMPTY : normal(key.defaultAtom());
  }

  /// The value in the one form that snapshots use: an atom for a column that holds exactly one,
  /// a set for every other column without values, else a map.
  ///
  /// @throws NotationException if the value is not of this type
  public Value admit(Value given) throws NotationException {
    if (value.isPresent()) {
      return admitMap(given, value.orElseThrow());
    }
    if (given instanceof OvsMap) {
      throw new NotationException("a value of type " + this, given);
    }
    Set<Atom> atoms = new LinkedHashSet<>();
    for (Atom atom : given.atoms()) {
      atoms.add(admit(key, atom));
    }
    if (atoms.size() > max || (isScalar() && atoms.isEmpty())) {
      throw new NotationException("a value of type " + this, given);
    }
    return isScalar() ? atoms.iterator().next() : new OvsSet(atoms);
  }

  private Value admitMap(Value given, AtomType values) throws NotationException {
    Map<Atom, Atom> entries = new LinkedHashMap<>();
    switch (given) {
      case OvsMap map -> {
        for (Map.Entry<Atom, Atom> entry : map.entries().entrySet()) {
          entries.put(admit(key, entry.getKey()), admit(values, entry.getValue()));
        }
      }
      case OvsSet set when set.elements().isEmpty() -> {}
      case OvsSet _, Atom _ -> throw new NotationException("a value of type " + this, given);
    }
    return new OvsMap(entries);
  }

  private Atom admit(AtomType type, Atom atom) throws NotationException {
    Optional<Atom> admitted = type.admit(atom);
    if (admitted.isEmpty()) {
      throw new NotationException("a value of type " + this, atom);
    }
    return admitted.orElseThrow();
  }

  private Value normal(Atom atom) {
    return isScalar() ? atom : OvsSet.of(atom);
  }

  @Override
  public String toString() {
    String atoms = key.word() + value.map(v -> "→" + v.word()).orElse("");
    if (isScalar()) {
      return atoms;
    }
    return atoms + " (" + min + " to " + (max == UNLIMITED ? "any" : max) + ")";
  }
}
