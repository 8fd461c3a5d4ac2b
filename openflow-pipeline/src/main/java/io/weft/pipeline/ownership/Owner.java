package io.weft.pipeline.ownership;

import io.weft.pipeline.table.Cookie;

/// An object that brings flows.
///
/// @param kind what it is
/// @param key what identifies it within the kind; owners of one kind have keys of one class, of which
///     different ones have different texts
public record Owner(Cookie.Kind kind, Object key) implements Comparable<Owner> {

  /// The pipeline itself.
  public static final Owner PIPELINE = new Owner(Cookie.Kind.PIPELINE, "");

  // Written out, for there are many: a quick compiler does not see through what is generated.
  @Override
  public boolean equals(Object other) {
    return other instanceof Owner owner && kind == owner.kind && key.equals(owner.key);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + kind.code();
  }

  /// By kind, then by the text of the key.
  @Override
  public int compareTo(Owner other) {
    int order = kind.compareTo(other.kind);
    return order == 0 ? key.toString().compareTo(other.key.toString()) : order;
  }

  @Override
  public String toString() {
    return kind + " " + key;
  }
}
