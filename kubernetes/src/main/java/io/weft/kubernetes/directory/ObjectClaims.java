package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which files hold which object. Of several the first by name counts, so that the order of events
/// does not matter.
final class ObjectClaims {

  private final Map<ObjectKey, NavigableMap<String, ClusterObject>> claims = new HashMap<>();
  private final Map<ObjectKey, ClusterObject> inForce = new HashMap<>();
  private final Set<ObjectKey> touched = new TreeSet<>();
  private final Set<ObjectKey> contested = new TreeSet<>();

  /// The file now holds these objects, and held those before.
  void replace(
      String file, Map<ObjectKey, ClusterObject> before, Map<ObjectKey, ClusterObject> now) {
    for (ObjectKey key : before.keySet()) {
      if (!now.containsKey(key)) {
        claims.computeIfPresent(
            key,
            (_, files) -> {
              files.remove(file);
              return files.isEmpty() ? null : files;
            });
        touched.add(key);
      }
    }
    now.forEach((key, object) -> {
      claims.computeIfAbsent(key, _ -> new TreeMap<>()).put(file, object);
      touched.add(key);
    });
  }

  /// What changed since the last call, deletions first (an address may change its owner).
  List<ClusterChange> changes() {
    List<ClusterChange> deletes = new ArrayList<>();
    List<ClusterChange> puts = new ArrayList<>();
    for (ObjectKey key : touched) {
      NavigableMap<String, ClusterObject> files = claims.getOrDefault(key, new TreeMap<>());
      if (files.size() > 1) {
        contested.add(key);
      } else {
        contested.remove(key);
      }
      if (files.isEmpty()) {
        if (inForce.remove(key) != null) {
          deletes.add(new ClusterChange.Delete(key));
        }
      } else {
        ClusterObject object = files.firstEntry().getValue();
        if (!object.equals(inForce.put(key, object))) {
          puts.add(new ClusterChange.Put(object));
        }
      }
    }
    touched.clear();
    deletes.addAll(puts);
    return deletes;
  }

  /// A report per file whose object does not count because another file has it too.
  List<BrokenObject> contested() {
    List<BrokenObject> reports = new ArrayList<>();
    for (ObjectKey key : contested) {
      NavigableMap<String, ClusterObject> files = claims.getOrDefault(key, new TreeMap<>());
      for (String file : files.tailMap(files.firstKey(), false).keySet()) {
        Fault fault =
            new Fault(
                "", "", "it is in %s too, which counts: remove one".formatted(files.firstKey()));
        reports.add(new BrokenObject(file, key.toString(), List.of(fault)));
      }
    }
    return reports;
  }
}
