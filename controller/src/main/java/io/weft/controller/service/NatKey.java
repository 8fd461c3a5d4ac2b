package io.weft.controller.service;

import io.weft.net.IpFamily;
import java.util.Comparator;

/// Which element of which set.
///
/// @param set the set or map
/// @param family which of its two
/// @param text the element's key as nft has it
record NatKey(NatSet set, IpFamily family, String text) implements Comparable<NatKey> {

  private static final Comparator<NatKey> ORDER =
      Comparator.comparing(NatKey::set).thenComparing(NatKey::family).thenComparing(NatKey::text);

  /// The element as text.
  ///
  /// @param value what a map has for the key; empty text in a set
  String element(String value) {
    return value.isEmpty() ? text : text + " : " + value;
  }

  @Override
  public int compareTo(NatKey other) {
    return ORDER.compare(this, other);
  }
}
