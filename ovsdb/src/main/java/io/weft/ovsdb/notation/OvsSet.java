package io.weft.ovsdb.notation;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// A set of atoms of one type (RFC 7047 §5.1, `<set>`). Order has no meaning; the given one is kept.
///
/// @param elements the atoms
public record OvsSet(Set<Atom> elements) implements Value {

  public static final OvsSet EMPTY = new OvsSet(Set.of());

  public OvsSet {
    elements = Collections.unmodifiableSet(new LinkedHashSet<>(elements));
  }

  /// The set of these atoms.
  public static OvsSet of(Atom... atoms) {
    return ofAtoms(Set.of(atoms));
  }

  /// The set of these atoms; repeated ones count once.
  public static OvsSet ofAtoms(Collection<? extends Atom> atoms) {
    return new OvsSet(new LinkedHashSet<>(atoms));
  }

  /// The set of these strings.
  public static OvsSet ofTexts(Collection<String> texts) {
    return ofAtoms(texts.stream().map(Atom::of).collect(Collectors.toList()));
  }
}
