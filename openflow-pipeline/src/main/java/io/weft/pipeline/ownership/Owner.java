package io.weft.pipeline.ownership;

import io.weft.pipeline.table.Cookie;
import java.util.Comparator;

/// An object that brings flows.
///
/// @param kind what it is
/// @param key what it is called, unique within the kind
public record Owner(Cookie.Kind kind, String key) implements Comparable<Owner> {

  /// The pipeline itself.
  public static final Owner PIPELINE = new Owner(Cookie.Kind.PIPELINE, "");

  private static final Comparator<Owner> ORDER =
      Comparator.comparing(Owner::kind).thenComparing(Owner::key);

  @Override
  public int compareTo(Owner other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + " " + key;
  }
}
