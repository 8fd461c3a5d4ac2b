package io.weft.ovsdb.notation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A map of atoms to atoms (RFC 7047 §5.1, `<map>`). Order has no meaning; the given one is kept.
///
/// @param entries the pairs
public record OvsMap(Map<Atom, Atom> entries) implements Value {

  public static final OvsMap EMPTY = new OvsMap(Map.of());

  public OvsMap {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /// The map of these strings.
  public static OvsMap ofTexts(Map<String, String> texts) {
    Map<Atom, Atom> entries = new LinkedHashMap<>();
    texts.forEach((key, value) -> entries.put(Atom.of(key), Atom.of(value)));
    return new OvsMap(entries);
  }
}
