package io.weft.pipeline.service;

import io.weft.cluster.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which Service has an external address and port: of several that ask for it, the oldest has all of
/// it, whatever clients the others would serve there, so that no Service that comes later takes it
/// away; of those created at one time the first by name. Not safe for use by several threads.
public final class FaceClaims {

  private final Map<Face, NavigableSet<Claim>> claims = new HashMap<>();
  private final Map<Face, NavigableSet<Claim>> contested = new TreeMap<>();

  private record Claim(Instant created, ObjectKey service) implements Comparable<Claim> {

    private static final Comparator<Claim> BY_AGE =
        Comparator.comparing(Claim::created).thenComparing(Claim::service);

    @Override
    public int compareTo(Claim other) {
      return BY_AGE.compare(this, other);
    }
  }

  /// The Service asks for the face, or is one of another age by now.
  ///
  /// @param created when it was
  /// @return the other Service that has the face no more, or has it now and did not before
  public Set<ObjectKey> take(Face face, ObjectKey service, Instant created) {
    NavigableSet<Claim> all = claims.computeIfAbsent(face, _ -> new TreeSet<>());
    Claim claim = new Claim(created, service);
    if (all.contains(claim)) {
      return Set.of();
    }
    Set<ObjectKey> before = first(all);
    all.removeIf(other -> other.service().equals(service));
    all.add(claim);
    if (all.size() > 1) {
      contested.put(face, all);
    }
    return others(before, first(all), service);
  }

  /// The Service does not ask for the face any more.
  ///
  /// @return the Service that has it now and did not before
  public Set<ObjectKey> release(Face face, ObjectKey service) {
    NavigableSet<Claim> all = claims.get(face);
    if (all == null) {
      return Set.of();
    }
    Set<ObjectKey> before = first(all);
    all.removeIf(claim -> claim.service().equals(service));
    if (all.size() < 2) {
      contested.remove(face);
    }
    if (all.isEmpty()) {
      claims.remove(face);
    }
    return others(before, first(all), service);
  }

  private static Set<ObjectKey> first(NavigableSet<Claim> claims) {
    return claims.isEmpty() ? Set.of() : Set.of(claims.first().service());
  }

  /// Whom but this one it concerns that the face went from one to the other.
  private static Set<ObjectKey> others(Set<ObjectKey> from, Set<ObjectKey> to, ObjectKey service) {
    if (from.equals(to)) {
      return Set.of();
    }
    Set<ObjectKey> others = new TreeSet<>(from);
    others.addAll(to);
    others.remove(service);
    return others;
  }

  /// Whether the Service has the face; it has asked for it.
  public boolean has(Face face, ObjectKey service) {
    NavigableSet<Claim> all = claims.get(face);
    return all != null && all.first().service().equals(service);
  }

  /// All that ask for the face, the one that has it first.
  public List<ObjectKey> of(Face face) {
    return claims.getOrDefault(face, Collections.emptyNavigableSet()).stream()
        .map(Claim::service)
        .toList();
  }

  /// What is asked for more than once, a sentence with the remedy for each Service that goes without.
  public List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    contested.forEach((face, all) -> {
      for (Claim loser : all.tailSet(all.first(), false)) {
        conflicts.add(
            "%s is not served at %s %s port %d: %s has it; give one of them another address or port"
                .formatted(
                    loser.service(),
                    face.address(),
                    face.protocol(),
                    face.port(),
                    all.first().service()));
      }
    });
    return conflicts;
  }
}
