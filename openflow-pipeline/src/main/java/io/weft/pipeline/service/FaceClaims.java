package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which Service has an external address and port: of several that ask for it, the first by name has
/// all of it, whatever clients the others would serve there. Not safe for use by several threads.
public final class FaceClaims {

  private final Map<Face, TreeSet<ObjectKey>> claims = new HashMap<>();
  private final Map<Face, TreeSet<ObjectKey>> contested = new TreeMap<>();

  /// The Service asks for the face.
  ///
  /// @return the Services that have it no more
  public Set<ObjectKey> take(Face face, ObjectKey service) {
    TreeSet<ObjectKey> all = claims.computeIfAbsent(face, _ -> new TreeSet<>());
    Set<ObjectKey> before = all.isEmpty() ? Set.of() : Set.of(all.first());
    all.add(service);
    if (all.size() > 1) {
      contested.put(face, all);
    }
    return before.contains(all.first()) ? Set.of() : before;
  }

  /// The Service does not ask for the face any more.
  ///
  /// @return the Services that have it now and did not before
  public Set<ObjectKey> release(Face face, ObjectKey service) {
    TreeSet<ObjectKey> all = claims.getOrDefault(face, new TreeSet<>());
    boolean had = !all.isEmpty() && all.first().equals(service);
    all.remove(service);
    if (all.size() < 2) {
      contested.remove(face);
    }
    if (all.isEmpty()) {
      claims.remove(face);
      return Set.of();
    }
    return had ? Set.of(all.first()) : Set.of();
  }

  /// Whether the Service has the face; it has asked for it.
  public boolean has(Face face, ObjectKey service) {
    TreeSet<ObjectKey> all = claims.get(face);
    return all != null && all.first().equals(service);
  }

  /// All that ask for the face.
  public Set<ObjectKey> of(Face face) {
    return claims.getOrDefault(face, new TreeSet<>());
  }

  /// What is asked for more than once, a sentence with the remedy for each Service that goes without.
  public List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    contested.forEach((face, services) -> {
      for (ObjectKey loser : services.tailSet(services.first(), false)) {
        conflicts.add(
            "%s is not served at %s %s port %d: %s has it; give one of them another address or port"
                .formatted(loser, face.address(), face.protocol(), face.port(), services.first()));
      }
    });
    return conflicts;
  }
}
