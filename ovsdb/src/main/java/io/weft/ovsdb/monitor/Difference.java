package io.weft.ovsdb.monitor;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.schema.ColumnType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The difference of a column's values as `modify` carries it (ovsdb-server(7), Update2
/// Notification).
final class Difference {

  private Difference() {}

  /// The new value: for a column of at most one element the difference itself; for a set, elements
  /// change sides; for a map, a pair that is there goes, any other is put.
  static Value apply(ColumnType type, Value old, Value difference) {
    if (!type.isComposite()) {
      return difference;
    }
    return switch (difference) {
      case OvsSet set -> toggled(old.atoms(), set.elements());
      case OvsMap map when old instanceof OvsMap(Map<Atom, Atom> before) ->
          merged(before, map.entries());
      case OvsMap _, Atom _ ->
          throw new IllegalStateException("type " + type + " admitted " + old + ", " + difference);
    };
  }

  private static OvsSet toggled(Set<Atom> old, Set<Atom> difference) {
    Set<Atom> atoms = new LinkedHashSet<>(old);
    for (Atom atom : difference) {
      if (!atoms.remove(atom)) {
        atoms.add(atom);
      }
    }
    return new OvsSet(atoms);
  }

  private static OvsMap merged(Map<Atom, Atom> old, Map<Atom, Atom> difference) {
    Map<Atom, Atom> entries = new LinkedHashMap<>(old);
    difference.forEach((key, value) -> {
      if (!entries.remove(key, value)) {
        entries.put(key, value);
      }
    });
    return new OvsMap(entries);
  }
}
