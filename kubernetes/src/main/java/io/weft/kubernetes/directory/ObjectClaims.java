package io.weft.kubernetes.directory;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.BrokenObject;
import io.weft.kubernetes.convert.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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

  /// What was told of those that have been touched since.
  private Map<ObjectKey, Optional<ClusterObject>> touched = new LinkedHashMap<>();

  /// The file now holds these objects, and held those before.
  void replace(
      String file, Map<ObjectKey, ClusterObject> before, Map<ObjectKey, ClusterObject> now) {
    for (ObjectKey key : before.keySet()) {
      if (!now.containsKey(key)) {
        touch(key);
        withdraw(file, key);
      }
    }
    now.forEach((key, object) -> {
      touch(key);
      claim(file, key, object);
    });
  }

  private void touch(ObjectKey key) {
    if (!touched.containsKey(key)) {
      Claim claim = claims.get(key);
      touched.put(key, claim == null ? Optional.empty() : Optional.of(claim.object()));
    }
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
