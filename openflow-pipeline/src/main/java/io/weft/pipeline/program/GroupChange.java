package io.weft.pipeline.program;

import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How one group becomes another of the same id: bucket by bucket where few come or go, else anew.
///
/// Each message about buckets makes the switch copy the group, so many of them cost more than the
/// group as a whole.
final class GroupChange {

  private GroupChange() {}

  /// The changes, in order: buckets that come in before those that go. Not to be asked of equal
  /// groups.
  static List<Change> between(Group before, Group after) {
    if (before.type() != after.type() || !before.selection().equals(after.selection())) {
      return List.of(new Change.ModifyGroup(after));
    }
    Map<Long, Bucket> old = new HashMap<>();
    before.buckets().forEach(bucket -> old.put(bucket.id(), bucket));
    Set<Long> kept = new HashSet<>();
    for (Bucket bucket : after.buckets()) {
      Bucket same = old.get(bucket.id());
      if (same != null && !same.equals(bucket)) {
        return List.of(new Change.ModifyGroup(after));
      }
      if (same != null) {
        kept.add(bucket.id());
      }
    }
    int changed = before.buckets().size() + after.buckets().size() - 2 * kept.size();
    boolean few = changed <= Math.max(1, after.buckets().size() / 8);
    if (kept.isEmpty() || !few || !ordered(before, after, kept)) {
      return List.of(new Change.ModifyGroup(after));
    }
    List<Change> changes = insertions(after, kept);
    before.buckets().stream()
        .filter(bucket -> !kept.contains(bucket.id()))
        .forEach(bucket -> changes.add(new Change.RemoveBuckets(before.id(), bucket.id())));
    return changes;
  }

  private static boolean ordered(Group before, Group after, Set<Long> kept) {
    return kept(before, kept).equals(kept(after, kept));
  }

  private static List<Long> kept(Group group, Set<Long> kept) {
    return group.buckets().stream().map(Bucket::id).filter(kept::contains).toList();
  }

  /// Each run of new buckets comes in behind the one that it follows.
  private static List<Change> insertions(Group after, Set<Long> kept) {
    List<Change> changes = new ArrayList<>();
    List<Bucket> run = new ArrayList<>();
    long position = Change.InsertBuckets.FIRST;
    for (Bucket bucket : after.buckets()) {
      if (kept.contains(bucket.id())) {
        insert(after, position, run, changes);
        position = bucket.id();
      } else {
        run.add(bucket);
      }
    }
    insert(after, position, run, changes);
    return changes;
  }

  private static void insert(Group group, long position, List<Bucket> run, List<Change> changes) {
    if (!run.isEmpty()) {
      changes.add(new Change.InsertBuckets(group.id(), position, run));
      run.clear();
    }
  }

  /// The group after buckets have come in.
  ///
  /// @throws IllegalArgumentException if the switch would refuse it
  static Group with(Group group, Change.InsertBuckets insertion) {
    List<Bucket> buckets = new ArrayList<>(group.buckets());
    buckets.addAll(place(buckets, insertion.position()), insertion.buckets());
    return new Group(group.id(), group.type(), group.selection(), buckets);
  }

  private static int place(List<Bucket> buckets, long position) {
    if (position == Change.InsertBuckets.FIRST) {
      return 0;
    }
    if (position == Change.InsertBuckets.LAST) {
      return buckets.size();
    }
    for (int i = 0; i < buckets.size(); i++) {
      if (buckets.get(i).id() == position) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("no bucket %d among %s".formatted(position, buckets));
  }

  /// The group after a bucket has gone.
  static Group without(Group group, Change.RemoveBuckets removal) {
    List<Bucket> buckets = new ArrayList<>(group.buckets());
    long id = removal.bucketId();
    if (id == Change.RemoveBuckets.ALL) {
      buckets.clear();
    } else if (id == Change.RemoveBuckets.FIRST) {
      buckets.removeFirst();
    } else if (id == Change.RemoveBuckets.LAST) {
      buckets.removeLast();
    } else {
      buckets.removeIf(bucket -> bucket.id() == id);
    }
    return new Group(group.id(), group.type(), group.selection(), buckets);
  }
}
