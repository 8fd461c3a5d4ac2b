package io.weft.policy;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/// What the rules in use can tell apart about a Pod as a peer. Pods with equal identities are
/// matched by the same rules.
///
/// @param selectors the selectors in use that select it
/// @param names those of its named ports that egress rules in use refer to
public record Identity(NavigableSet<PodSelector> selectors, NamedPorts names) {

  /// Of a Pod that no rule in use can name.
  public static final Identity NONE =
      new Identity(Collections.emptyNavigableSet(), NamedPorts.NONE);

  public Identity {
    selectors = Collections.unmodifiableNavigableSet(new TreeSet<>(selectors));
  }

  public boolean isEmpty() {
    return selectors.isEmpty() && names.isEmpty();
  }

  /// Everything it is made of, as one text; equal exactly for equal identities.
  @Override
  public String toString() {
    return selectors + (names.isEmpty() ? "" : " " + names);
  }
}
