package io.weft.lab.state;

import java.util.Locale;

/// What identifies a Kubernetes object here: kind, namespace and name.
///
/// @param kind as in the object, `NetworkPolicy`
/// @param namespace empty for objects of the whole cluster
/// @param name the object's name
public record ObjectId(String kind, String namespace, String name) {

  public ObjectId {
    for (String part : new String[] {kind, namespace, name}) {
      if (part.contains("/") || part.startsWith(".")) {
        throw new IllegalArgumentException("'" + part + "' cannot be part of a file name");
      }
    }
    if (kind.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("an object needs a kind and a name");
    }
  }

  /// `kind.namespace.name.json`, with `_` for no namespace.
  public String fileName() {
    return "%s.%s.%s.json"
        .formatted(kind.toLowerCase(Locale.ROOT), namespace.isEmpty() ? "_" : namespace, name);
  }

  /// `namespace/name`, or the name alone.
  public String qualifiedName() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public String toString() {
    return kind + " " + qualifiedName();
  }
}
