package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Which files hold which object. Of several the first by name counts, so that the order of events
/// does not matter.
final class ObjectClaims {

  /// The file that holds an object, mostly the only one.
  private record Claim(String file, ClusterObject object) {}

  private final Map<ObjectKey, Claim> claims = new HashMap<>();

  /// Of objects that several files hold: all of them.
  private final NavigableMap<ObjectKey, NavigableMap<String, ClusterObject>> contests =
      new TreeMap<>();

  private final Map<ObjectKey, ClusterObject> inForce = new HashMap<>();
  private final Set<ObjectKey> touched = new LinkedHashSet<>();

  /// The file now holds these objects, and held those before.
  void replace(
      String file, Map<ObjectKey, ClusterObject> before, Map<ObjectKey, ClusterObject> now) {
    for (ObjectKey key : before.keySet()) {
      if (!now.containsKey(key)) {
        withdraw(file, key);
        touched.add(key);
      }
    }
    now.forEach((key, object) -> {
      claim(file, key, object);
      touched.add(key);
    });
  }

  private void claim(String file, ObjectKey key, ClusterObject object) {
    Claim present = claims.get(key);
    if (present != null && !present.file().equals(file)) {
      contests
          .computeIfAbsent(key, _ -> new TreeMap<>(Map.of(present.file(), present.object())))
          .put(file, object);
    } else if (contests.containsKey(key)) {
      contests.get(key).put(file, object);
    }
    if (present == null || present.file().compareTo(file) >= 0) {
      claims.put(key, new Claim(file, object));
    }
  }

  private void withdraw(String file, ObjectKey key) {
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
    for (ObjectKey key : touched) {
      Claim claim = claims.get(key);
      if (claim == null) {
        if (inForce.remove(key) != null) {
          deletes.add(new ClusterChange.Delete(key));
        }
      } else if (!claim.object().equals(inForce.put(key, claim.object()))) {
        puts.add(new ClusterChange.Put(claim.object()));
      }
    }
    touched.clear();
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
