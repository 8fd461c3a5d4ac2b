package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which files hold which object. Of several the first by name counts, so that the order of events
/// does not matter.
final class ObjectClaims {

  /// The file that holds an object, mostly the only one.
  private record Claim(String file, ClusterObject object) {}

  private final Map<ObjectKey, Claim> claims = new HashMap<>();

  /// Of objects that several files hold: all of them.
  private final NavigableMap<ObjectKey, NavigableMap<String, ClusterObject>> contests =
      new TreeMap<>();

  /// What was told of those that have been touched since.
  private Map<ObjectKey, Optional<ClusterObject>> touched = new LinkedHashMap<>();

  /// The file now holds these objects, and held those before.
  void replace(String file, List<ClusterObject> before, List<ClusterObject> now) {
    if (!before.isEmpty()) {
      Set<ObjectKey> kept = new HashSet<>();
      now.forEach(object -> kept.add(object.key()));
      for (ClusterObject object : before) {
        if (!kept.contains(object.key())) {
          withdraw(file, object.key());
        }
      }
    }
    for (ClusterObject object : now) {
      claim(file, object);
    }
  }

  private void touch(ObjectKey key, @Nullable Claim present) {
    if (!touched.containsKey(key)) {
      touched.put(key, Optional.ofNullable(present).map(Claim::object));
    }
  }

  private void claim(String file, ClusterObject object) {
    ObjectKey key = object.key();
    Claim claim = new Claim(file, object);
    Claim present = claims.putIfAbsent(key, claim);
    touch(key, present);
    if (present == null) {
      return;
    }
    if (!present.file().equals(file)) {
      contests
          .computeIfAbsent(key, _ -> new TreeMap<>(Map.of(present.file(), present.object())))
          .put(file, object);
    } else if (contests.containsKey(key)) {
      contests.get(key).put(file, object);
    }
    if (present.file().compareTo(file) >= 0) {
      claims.put(key, claim);
    }
  }

  private void withdraw(String file, ObjectKey key) {
    touch(key, claims.get(key));
    NavigableMap<String, ClusterObject> files = contests.get(key);
    if (files == null) {
      claims.remove(key);
      return;
    }
    files.remove(file);
    var first = files.firstEntry();
    claims.put(key, new Claim(first.getKey(), first.getValue()));
    if (files.size() == 1) {
      contests.remove(key);
    }
  }

  /// What changed since the last call, deletions first (an address may change its owner).
  List<ClusterChange> changes() {
    List<ClusterChange> deletes = new ArrayList<>();
    List<ClusterChange> puts = new ArrayList<>();
    touched.forEach((key, told) -> {
      Claim claim = claims.get(key);
      if (claim == null) {
        told.ifPresent(_ -> deletes.add(new ClusterChange.Delete(key)));
      } else if (told.isEmpty() || !claim.object().equals(told.get())) {
        puts.add(new ClusterChange.Put(claim.object()));
      }
    });
    touched = new LinkedHashMap<>(); // one that has held many is slow to empty
    deletes.addAll(puts);
    return deletes;
  }

  /// A report per file whose object does not count because another file has it too.
  List<BrokenObject> contested() {
    List<BrokenObject> reports = new ArrayList<>();
    contests.forEach((key, files) -> {
      for (String file : files.tailMap(files.firstKey(), false).keySet()) {
        Fault fault =
            new Fault(
                "", "", "it is in %s too, which counts: remove one".formatted(files.firstKey()));
        reports.add(new BrokenObject(file, key.toString(), List.of(fault)));
      }
    });
    return reports;
  }
}
