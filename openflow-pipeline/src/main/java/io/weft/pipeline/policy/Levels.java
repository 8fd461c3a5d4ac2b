package io.weft.pipeline.policy;

import io.weft.pipeline.table.Priority;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Spreads the rules of one table over the priorities, so that no flow gets too many of them.
///
/// A flow's action list ends at 64 KiB: Open vSwitch takes 4,090 conjunctions and refuses 4,200.
/// No list can be longer than a level has rules, so a level takes at most as many. The levels are
/// filled one after the other, in the order of the rules' numbers: so they depend on the set of
/// numbers alone, policy sets and identities have a flow for few of them, and a rule more or less
/// moves one rule from each full level to the next.
final class Levels {

  /// How many rules a level takes.
  static final int CAPACITY = 3500;

  /// The level of a rule for which there is no room at all.
  static final int NONE = -1;

  private final int capacity;
  private long[] ids = {}; // ascending, as last settled
  private final TreeMap<Long, Boolean> pending = new TreeMap<>(); // whether it shall be there

  Levels(int capacity) {
    this.capacity = capacity;
  }

  void add(long id) {
    pending.put(id, true);
  }

  void remove(long id) {
    pending.put(id, false);
  }

  /// The rule's level, 0 to 15, or [#NONE]; as last settled.
  int level(long id) {
    int rank = Arrays.binarySearch(ids, id);
    return rank < 0 ? NONE : ofRank(rank);
  }

  private int ofRank(int rank) {
    int level = rank / capacity;
    return level < Priority.RULE_LEVELS ? level : NONE;
  }

  /// Settles who has which level.
  ///
  /// @return the rules that have another level than before
  Set<Long> settle() {
    if (pending.isEmpty()) {
      return Set.of();
    }
    long[] before = ids;
    ids = settled();
    pending.clear();
    Set<Long> moved = new HashSet<>();
    int old = 0;
    for (int rank = 0; rank < ids.length; rank++) {
      while (old < before.length && before[old] < ids[rank]) {
        old++;
      }
      boolean known = old < before.length && before[old] == ids[rank];
      if (ofRank(rank) != (known ? ofRank(old) : NONE)) {
        moved.add(ids[rank]);
      }
    }
    return moved;
  }

  private long[] settled() {
    long[] all = new long[ids.length + pending.size()];
    int count = 0;
    int next = 0;
    for (Map.Entry<Long, Boolean> change : pending.entrySet()) {
      long id = change.getKey();
      while (next < ids.length && ids[next] < id) {
        all[count++] = ids[next++];
      }
      if (next < ids.length && ids[next] == id) {
        next++;
      }
      if (change.getValue()) {
        all[count++] = id;
      }
    }
    while (next < ids.length) {
      all[count++] = ids[next++];
    }
    return Arrays.copyOf(all, count);
  }
}
