package io.weft.ovsdb.notation;

import java.util.Set;

/// The content of one column of one row: an atom, a set or a map (RFC 7047 §5.1, `<value>`).
///
/// On the wire a bare atom also stands for a set of one element; [#atoms()] reads both alike.
public sealed interface Value permits Atom, OvsSet, OvsMap {

  /// The elements of a set, the atom itself as a set of one.
  ///
  /// @throws IllegalStateException if this is a map that is not empty
  default Set<Atom> atoms() {
    return switch (this) {
      case Atom atom -> Set.of(atom);
      case OvsSet set -> set.elements();
      case OvsMap map when map.entries().isEmpty() -> Set.of();
      case OvsMap map -> throw new IllegalStateException("a map is no set: " + map);
    };
  }
}
